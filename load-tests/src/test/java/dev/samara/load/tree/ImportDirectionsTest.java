package dev.samara.load.tree;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom, in the whole tree: this module is the only one that sees all others. */
class ImportDirectionsTest {
  /** Each may use those before it, and none after it. */
  private static final List<String> LADDER =
      List.of("codec", "net", "rpc", "http", "examples", "node", "load");

  private static final String[] LOOPS_BUSES_AND_SOCKETS = {
    "io.netty.bootstrap..",
    "io.netty.channel..",
    "io.vertx.core.datagram..",
    "io.vertx.core.eventbus..",
    "io.vertx.core.http..",
    "io.vertx.core.net..",
    "java.net.http..",
    "java.nio.channels.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // What all modules' tests run with is no part of any of them.
            .withImportOption(location -> !location.contains("/leak-guard/"))
            .importPackages("dev.samara");
  }

  static Stream<String> ladder() {
    return LADDER.stream();
  }

  @ParameterizedTest
  @MethodSource("ladder")
  void moduleUsesOnlyThoseBelowIt(String module) {
    ladderRule("dev.samara.", LADDER, module).check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    cycleRule("dev.samara").check(classes);
  }

  @Test
  void codecsUseNeitherLoopNorBusNorSocket() {
    codecRule("dev.samara.codec..").check(classes);
  }

  @Test
  void faultsNeedNothingButTheJdk() {
    noClasses()
        .that()
        .resideInAPackage("dev.samara.load.fault")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.not(
                JavaClass.Predicates.resideInAnyPackage("java..", "dev.samara.load.fault")))
        .check(classes);
  }

  @Test
  void eachClassIsOnTheLadder() {
    List<String> strangers =
        classes.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(name -> LADDER.stream().noneMatch(m -> isIn(name, "dev.samara." + m)))
            .toList();
    assertTrue(strangers.isEmpty(), strangers.toString());
  }

  @Test
  void rulesFindPlantedBreaks() {
    String planted = "dev.samara.load.tree.planted.";
    JavaClasses bad = new ClassFileImporter().importPackages("dev.samara.load.tree.planted");
    List<String> steps = List.of("low", "high");
    assertTrue(ladderRule(planted, steps, "low").evaluate(bad).hasViolation());
    assertFalse(ladderRule(planted, steps, "high").evaluate(bad).hasViolation());
    assertTrue(cycleRule("dev.samara.load.tree.planted").evaluate(bad).hasViolation());
    assertTrue(codecRule(planted + "low..").evaluate(bad).hasViolation());
    assertFalse(codecRule(planted + "high..").evaluate(bad).hasViolation());
  }

  private static ArchRule ladderRule(String prefix, List<String> ladder, String module) {
    String[] above =
        IntStream.range(ladder.indexOf(module) + 1, ladder.size())
            .mapToObj(i -> prefix + ladder.get(i) + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(prefix + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .allowEmptyShould(true);
  }

  private static ArchRule cycleRule(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  private static ArchRule codecRule(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(LOOPS_BUSES_AND_SOCKETS)
                .and(DescribedPredicate.not(busCodec()))
                .and(DescribedPredicate.not(file()))
                .or(named("io.vertx.core.Vertx", "io.vertx.core.Context"))
                .or(named("java.net.Socket", "java.net.ServerSocket", "java.net.DatagramSocket")))
        .allowEmptyShould(true);
  }

  /** Message codecs of the bus are codecs: the interface alone opens nothing. */
  private static DescribedPredicate<JavaClass> busCodec() {
    return named("io.vertx.core.eventbus.MessageCodec");
  }

  /** A file is no socket, though its channel lives beside theirs. */
  private static DescribedPredicate<JavaClass> file() {
    return named("java.nio.channels.FileChannel");
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return DescribedPredicate.describe(
        "one of " + List.of(names), type -> List.of(names).contains(type.getName()));
  }

  private static boolean isIn(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }
}
