package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private final Map<String, String> environment = new HashMap<>(Map.of("TOKEN", "t0p$1"));
  private final Secrets secrets = new Secrets(environment::get);

  @Test
  void shouldReadASecretFromTheEnvironment() {
    assertThat(secrets.resolve("${env:TOKEN}")).isEqualTo("t0p$1");
  }

  @Test
  void shouldPutASecretInsideAText() {
    assertThat(secrets.resolve("Token ${env:TOKEN}, please")).isEqualTo("Token t0p$1, please");
  }

  @Test
  void shouldReadASecretFromAFileWithoutItsLastLineEnd(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "line one\nline two\n");

    assertThat(secrets.resolve("${file:" + file + "}")).isEqualTo("line one\nline two");
  }

  @Test
  void shouldSeeASecretThatWasRotated() {
    // Given
    assertThat(secrets.resolve("${env:TOKEN}")).isEqualTo("t0p$1");

    // When
    environment.put("TOKEN", "new");

    // Then
    assertThat(secrets.resolve("${env:TOKEN}")).isEqualTo("new");
  }

  @Test
  void shouldSayWhichVariableIsNotSet() {
    assertThatThrownBy(() -> secrets.resolve("${env:MISSING}"))
        .isInstanceOf(Secrets.Unavailable.class)
        .hasMessage("Secret ${env:MISSING}: the environment variable MISSING is not set");
  }

  @Test
  void shouldSayWhichFileCannotBeRead() {
    assertThatThrownBy(() -> secrets.resolve("${file:/nowhere/secret}"))
        .isInstanceOf(Secrets.Unavailable.class)
        .hasMessageContaining("/nowhere/secret");
  }

  @Test
  void shouldMakeTheSameSandboxSecretEverywhereAndOneOfItsOwnForEachName() {
    assertThat(secrets.resolve("${sandbox:jiangshan}"))
        .isEqualTo(Secrets.sandbox("jiangshan"))
        .hasSize(32)
        .isNotEqualTo(Secrets.sandbox("chuxiong"));
  }

  @Test
  void shouldLeaveATextWithoutReferencesAlone() {
    assertThat(secrets.resolve("${date}${serial:7} ${env:A:-b}"))
        .isEqualTo("${date}${serial:7} ${env:A:-b}");
  }

  @Test
  void shouldNameEverythingThatIsMissingAnywhereInTheOptionsOnce() throws Exception {
    var options =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(
                """
                {"url": "http://a", "sign": {"secret": "${env:ABSENT}"},
                 "more": ["${env:ABSENT}", "${file:/nowhere/key}"]}""");

    assertThat(new Secrets(name -> null).missing(options))
        .containsExactly(
            "Secret ${env:ABSENT}: the environment variable ABSENT is not set",
            "Secret ${file:/nowhere/key}: the file cannot be read");
  }
}
