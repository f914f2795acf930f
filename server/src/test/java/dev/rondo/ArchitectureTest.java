package dev.rondo;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * Who may know whom, over the main classes of all modules (the server sees them all). A rule about
 * a package that does not exist yet holds.
 */
@AnalyzeClasses(packages = "dev.rondo", importOptions = ArchitectureTest.MainClasses.class)
final class ArchitectureTest {

  private static final String RESP = "dev.rondo.resp..";
  private static final String STORAGE = "dev.rondo.storage..";
  private static final String ROCKSDB = "dev.rondo.storage.rocksdb..";
  private static final String CLUSTER = "dev.rondo.cluster..";
  private static final String CLUSTER_NETTY = "dev.rondo.cluster.netty..";
  private static final String SERVER = "dev.rondo.server..";
  private static final String SERVER_NET = "dev.rondo.server.net..";
  private static final String CLI = "dev.rondo.server.cli..";

  @ArchTest
  static final ArchRule everyClassIsInAModule =
      classes().should().resideInAnyPackage(RESP, STORAGE, CLUSTER, SERVER).allowEmptyShould(true);

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(be(inANullMarkedPackage()))
          .because("a package without @NullMarked is not checked for null")
          .allowEmptyShould(true);

  @ArchTest static final ArchRule respKnowsNoSibling = mayNotKnow(RESP, STORAGE, CLUSTER, SERVER);

  @ArchTest
  static final ArchRule storageKnowsNoSibling = mayNotKnow(STORAGE, RESP, CLUSTER, SERVER);

  @ArchTest static final ArchRule clusterKnowsOnlyStorage = mayNotKnow(CLUSTER, RESP, SERVER);

  /** The command line is a client of the server, and speaks to it through Netty's Redis codec. */
  @ArchTest
  static final ArchRule nettyStaysAtTheEdges =
      noClasses()
          .that()
          .resideOutsideOfPackages(RESP, SERVER_NET, CLUSTER_NETTY, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule rocksDbStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROCKSDB)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule clusterLogicIsGivenItsWorld =
      noClasses()
          .that(clusterLogic())
          .should()
          .dependOnClassesThat(threadsSocketsOrFiles())
          .orShould()
          .accessTargetWhere(target(ambientTimeOrRandomness()))
          .because("the same code runs on real nodes and inside the simulator")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .should()
          .accessTargetWhere(target(sleep()))
          .because("a scheduler waits, and a test can drive it")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule loggingGoesThroughSlf4j =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should(ACCESS_STANDARD_STREAMS)
          .allowEmptyShould(true);

  private static ArchRule mayNotKnow(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
    return describe(
        "in a package whose package-info.java says @NullMarked",
        type -> type.getPackage().isAnnotatedWith(NullMarked.class));
  }

  private static DescribedPredicate<JavaClass> clusterLogic() {
    return resideInAPackage(CLUSTER)
        .and(not(resideInAPackage(CLUSTER_NETTY)))
        .as("are the cluster's logic");
  }

  private static DescribedPredicate<JavaClass> threadsSocketsOrFiles() {
    Set<String> types =
        Set.of(
            "java.lang.Thread",
            "java.util.Timer",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            "java.util.concurrent.ThreadPoolExecutor",
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.RandomAccessFile");
    DescribedPredicate<JavaClass> named =
        describe("threads or files", type -> types.contains(type.getName()));
    return resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
        .or(named)
        .as("are threads, sockets or files");
  }

  private static DescribedPredicate<AccessTarget> ambientTimeOrRandomness() {
    Set<String> members =
        Set.of(
            "java.lang.Math.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.systemUTC",
            "java.time.Instant.now",
            "java.time.InstantSource.system",
            "java.util.UUID.randomUUID",
            "java.util.random.RandomGenerator.getDefault");
    Set<String> owners =
        Set.of(
            "java.security.SecureRandom",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom");
    return describe(
        "is the ambient clock or a source of randomness of one's own",
        member -> members.contains(nameOf(member)) || owners.contains(member.getOwner().getName()));
  }

  private static DescribedPredicate<AccessTarget> sleep() {
    Set<String> members = Set.of("java.lang.Thread.sleep", "java.util.concurrent.TimeUnit.sleep");
    return describe("is a sleep", member -> members.contains(nameOf(member)));
  }

  private static String nameOf(AccessTarget member) {
    return member.getOwner().getName() + "." + member.getName();
  }

  /** Leaves out the tests, wherever the build puts them. */
  static final class MainClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/");
    }
  }
}
