package org.rudolphine.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.rudolphine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule direction =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("jobs")
          .definedBy("org.rudolphine.jobs..")
          .layer("transform")
          .definedBy("org.rudolphine.transform..")
          .layer("ingest")
          .definedBy("org.rudolphine.ingest..")
          .whereLayer("jobs")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("transform")
          .mayOnlyBeAccessedByLayers("jobs")
          .whereLayer("ingest")
          .mayOnlyBeAccessedByLayers("transform", "jobs");

  @ArchTest
  static final ArchRule ingestKnowsNoSpark =
      noClasses()
          .that()
          .resideInAPackage("org.rudolphine.ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule onlyThePoliteClientSpeaksHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.rudolphine.ingest.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule nobodyUsesSparkInternals =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark.sql.catalyst..");

  @ArchTest
  static final ArchRule onlyTheLakeTouchesHadoopFileSystems =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.rudolphine.ingest.lake..",
              "org.rudolphine.ingest.raw..",
              "org.rudolphine.ingest.parquet..",
              "org.rudolphine.transform.table..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop.fs..");

  @ArchTest
  static final ArchRule noForeignDeserialization =
      noClasses().should().callMethod(java.io.ObjectInputStream.class, "readObject");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("org.rudolphine.(*).(*)..").should().beFreeOfCycles();
}
