package dev.rondo.cluster.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What all nodes of a cluster know and nobody else does. It proves that a node belongs; it does not
 * encrypt what follows.
 */
public final class ClusterSecret {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret may be empty: then whoever knows the cluster's name belongs
   */
  public ClusterSecret(String secret) {
    // HMAC fills a short key up with zero bytes, so this one stands for the empty one, which the
    // key specification refuses
    byte[] bytes = secret.isEmpty() ? new byte[1] : secret.getBytes(UTF_8);
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** The HMAC-SHA256 of the parts, one after another: 32 bytes. */
  byte[] sign(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  /** Whether a proof is the signature of the parts; takes the same time whatever is wrong. */
  boolean verifies(byte[] proof, byte[]... parts) {
    return MessageDigest.isEqual(proof, sign(parts));
  }

  /** Does not show it. */
  @Override
  public String toString() {
    return "ClusterSecret";
  }
}
