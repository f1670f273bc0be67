package org.rudolphine.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;

/** Secrets are read where they belong, refused everywhere else, and never repeated. */
class SecretsTest {
  private static final String HUSH = "hush-4711";
  private static final Map<String, String> NO_ENVIRONMENT = Map.of();

  @TempDir Path folder;

  private static SourceSettings source(String... assignments) throws IOException {
    return Settings.load(List.of(), List.of(assignments)).source("foo");
  }

  private Map<String, String> provider(String alias, String secret) throws IOException {
    String path = "localjceks://file" + folder.resolve("secrets.jceks");
    Configuration configuration = new Configuration();
    configuration.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, path);
    CredentialProvider provider = CredentialProviderFactory.getProviders(configuration).get(0);
    provider.createCredentialEntry(alias, secret.toCharArray());
    provider.flush();
    return Map.of(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, path);
  }

  @Test
  void comeFromTheEnvironmentFirst() throws IOException {
    Map<String, String> stored = provider("rudolphine.foo.api-key", "stored");
    SourceSettings declared = source("sources.foo.secrets=api-key");
    Map<String, String> environment = Map.of("RUDOLPHINE_FOO_API_KEY", HUSH);
    assertThat(new Secrets(environment, stored).of(declared).secret("api-key")).isEqualTo(HUSH);
    assertThat(
            new Secrets(Map.of("RUDOLPHINE_FOO_API_KEY", ""), stored)
                .of(declared)
                .secret("api-key"))
        .isEqualTo("stored");
  }

  @Test
  void doNotComeFromClearTextInHadoopsConfiguration() throws IOException {
    Secrets secrets = new Secrets(NO_ENVIRONMENT, Map.of("rudolphine.foo.api-key", HUSH));
    SourceSettings complete = secrets.of(source("sources.foo.secrets=api-key"));
    assertThatThrownBy(() -> complete.secret("api-key"))
        .hasMessage(
            "Source foo needs the secret api-key: set the environment variable"
                + " RUDOLPHINE_FOO_API_KEY, or keep it as rudolphine.foo.api-key in a Hadoop"
                + " credential provider");
  }

  @Test
  void areReadForSourcesThatDeclareThem() throws IOException {
    Map<String, String> environment = Map.of("RUDOLPHINE_FOO_API_KEY", HUSH);
    SourceSettings plain = source();
    assertThat(new Secrets(environment, Map.of()).of(plain)).isSameAs(plain);
  }

  @Test
  void areNotShown() throws IOException {
    Settings settings = Settings.load(List.of(), List.of("sources.foo.secrets=api-key"));
    SourceSettings complete =
        new Secrets(Map.of("RUDOLPHINE_FOO_API_KEY", HUSH), Map.of()).of(settings.source("foo"));
    assertThat(complete.toString()).contains("api-key=(secret)").doesNotContain(HUSH);
    assertThat(complete.text("api-key")).isEqualTo("(secret)");
    assertThat(settings.sha256())
        .as("what is published does not depend on them")
        .isEqualTo(Settings.load(List.of(), List.of()).sha256());
  }

  @Test
  void sayWhenTheirProviderCannotBeRead() throws IOException {
    Path damaged = Files.writeString(folder.resolve("damaged.jceks"), "no key store");
    Secrets secrets =
        new Secrets(
            NO_ENVIRONMENT,
            Map.of(
                CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, "localjceks://file" + damaged));
    SourceSettings declared = source("sources.foo.secrets=api-key");
    assertThatThrownBy(() -> secrets.of(declared))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("The secret rudolphine.foo.api-key cannot be read");
  }

  @Test
  void areRefusedInFiles() throws IOException {
    Path file = folder.resolve("site.yaml");
    Files.writeString(file, "lake: x\nsources:\n  foo:\n    api-key: " + HUSH + "\n");
    assertThatThrownBy(() -> Settings.load(List.of(file.toString()), List.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            file
                + " line 4: sources.foo.api-key looks like a secret, which no setting is: set the"
                + " environment variable RUDOLPHINE_FOO_API_KEY, or keep it as"
                + " rudolphine.foo.api-key in a Hadoop credential provider");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sources.foo.token=" + HUSH,
        "sources.foo.api_key=" + HUSH,
        "source-defaults.password=" + HUSH,
        "fs.s3a.secret.key=" + HUSH,
        "sources.foo.base-url=https://user:" + HUSH + "@example.org/x",
        "lake=s3a://key:" + HUSH + "@bucket/lake",
        "sources.foo.password:" + HUSH,
        "sources.foo.secrets=[" + HUSH + "!]",
      })
  void areRefusedOnTheCommandLine(String assignment) {
    assertThatThrownBy(() -> Settings.load(List.of(), List.of(assignment)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("--set")
        .message()
        .doesNotContain(HUSH)
        .hasLineCount(1);
  }

  @Test
  void areToldFromWhatOnlySpeaksOfThem() {
    assertThat(
            Secrets.among(
                Set.of(
                    "secret.key",
                    "spark.hadoop.fs.s3a.secret.key",
                    "spark.hadoop.fs.s3a.bucket.lake.session.token",
                    "spark.hadoop.fs.azure.account.key.store.dfs.core.windows.net",
                    "spark.hadoop.fs.s3a.encryption.key",
                    "spark.hadoop.fs.s3a.access.key",
                    "spark.hadoop.fs.s3a.aws.credentials.provider",
                    "spark.hadoop.fs.s3a.delegation.tokens.enabled",
                    "spark.hadoop.hadoop.security.token.service.use_ip",
                    "spark.hadoop.hadoop.security.credential.provider.path",
                    "spark.hadoop.ssl.server.keystore.password.file")))
        .containsExactly(
            "spark.hadoop.fs.azure.account.key.store.dfs.core.windows.net",
            "spark.hadoop.fs.s3a.bucket.lake.session.token",
            "spark.hadoop.fs.s3a.encryption.key",
            "spark.hadoop.fs.s3a.secret.key");
  }
}
