package dev.rondo.compat.support;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** What one run of a test class is about: a server, and a client to see it through. */
record Pairing(ServerKind server, ClientKind client) {

  @Override
  public String toString() {
    return client == ClientKind.PLAIN ? server.name() : server + " through a cluster client";
  }

  /** Each server with a plain client; and the cluster with a cluster client, if the class wants. */
  static final class Provider implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Stream<Pairing> plain =
          Arrays.stream(ServerKind.values()).map(server -> new Pairing(server, ClientKind.PLAIN));
      boolean also = context.getRequiredTestClass().isAnnotationPresent(ClusterClientsToo.class);
      Stream<Pairing> more =
          also ? Stream.of(new Pairing(ServerKind.CLUSTER, ClientKind.CLUSTER)) : Stream.of();
      return Stream.concat(plain, more).map(Arguments::of);
    }
  }
}
