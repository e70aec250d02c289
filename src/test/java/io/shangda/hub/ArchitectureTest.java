package io.shangda.hub;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which package may use which, and what holds in all of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private static final String ROOT = "io.shangda.hub";

  /**
   * Package: the packages it may use. Sources may write events and rows because to pause one or to
   * pull it now is a person's act; intake plans deliveries because they are planned in the
   * transaction of the page that brought the versions.
   */
  private static final String TABLE =
      """
      record:
      store:     record
      sandbox:
      config:    record
      translate: record config
      check:     record config
      screen:    record config
      push:      record config translate
      audit:     record store
      retention: record config store audit
      source:    record config store audit
      delivery:  record config store audit push
      reconcile: record config store audit delivery
      intake:    record config store audit source translate check screen delivery
      operate:   record config store audit source translate check screen push delivery intake reconcile
      route:     record config store audit source translate check screen push delivery intake
      platform:  record config store audit source translate check screen push delivery intake \
                 retention reconcile operate route sandbox
      """;

  private static final String[] PLAIN = {
    "record", "config", "translate", "check", "screen", "push", "source"
  };

  private final JavaClasses hub =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void shouldKnowEveryPackageInTheTable() {
    Set<String> packages =
        hub.stream()
            .map(ArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages).isEqualTo(table().keySet());
  }

  @Test
  void shouldUseOnlyThePackagesTheTableAllows() {
    table()
        .forEach(
            (name, mayUse) -> {
              String[] allowed =
                  Stream.concat(Stream.of(name), mayUse.stream())
                      .map(ArchitectureTest::within)
                      .toArray(String[]::new);
              classes()
                  .that()
                  .resideInAPackage(within(name))
                  .should()
                  .onlyDependOnClassesThat(
                      resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed)))
                  .check(hub);
            });
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(hub);
    slices().matching(ROOT + ".operate.(*)..").should().beFreeOfCycles().check(hub);
  }

  @Test
  void shouldLeaveCamelToRouteOperateAndPlatform() {
    noClasses()
        .that()
        .resideOutsideOfPackages(within("route"), within("operate"), within("platform"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.camel..")
        .check(hub);
  }

  @Test
  void shouldLeaveContainerAndFrameworkToRouteOperateAndPlatform() {
    noClasses()
        .that()
        .resideOutsideOfPackages(within("route"), within("operate"), within("platform"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "io.quarkus..", "org.eclipse.microprofile..")
        .check(hub);
  }

  @Test
  void shouldReadConfigurationAndJudgeRecordsWithoutADatabase() {
    noClasses()
        .that()
        .resideInAnyPackage(
            Arrays.stream(PLAIN).map(ArchitectureTest::within).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(hub);
  }

  @Test
  void shouldKeepNoStateInStaticFields() {
    fields().that().areStatic().should().beFinal().check(hub);
  }

  @Test
  void shouldNameClassesAfterWhatTheyAre() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl)$")
        .orShould()
        .haveNameMatching(".*\\.Abstract[A-Z]\\w*$")
        .check(hub);
  }

  @Test
  void shouldForbidNullInEveryPackageUnlessItIsSaid() {
    List<String> unmarked =
        hub.getPackage(ROOT).getSubpackagesInTree().stream()
            .filter(p -> !p.getClasses().isEmpty())
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();

    assertThat(unmarked).isEmpty();
  }

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> table = new TreeMap<>();
    for (String line : TABLE.lines().toList()) {
      String[] parts = line.split(":", 2);
      table.put(
          parts[0], Set.of(parts[1].isBlank() ? new String[0] : parts[1].strip().split(" +")));
    }
    return table;
  }

  private static String packageOf(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.split("\\.")[1];
  }

  private static String within(String name) {
    return ROOT + "." + name + "..";
  }
}
