package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private final Map<String, String> environment =
      new HashMap<>(Map.of("SHANGDA_SECRET_TOKEN", "t0p$1"));

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path place;

  @SuppressWarnings("NullAway.Init")
  private Secrets secrets;

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectories(place.resolve("secrets/more"));
    Files.createDirectories(place.resolve("data"));
    Files.writeString(place.resolve("data/seal-key.pem"), "key of the seals");
    Files.writeString(place.resolve("outside"), "no secret of the configuration");
    secrets = new Secrets(environment::get, place.resolve("secrets"), place.resolve("data"));
  }

  @Test
  void shouldReadASecretFromTheEnvironment() {
    assertThat(secrets.resolve("${env:SHANGDA_SECRET_TOKEN}")).isEqualTo("t0p$1");
  }

  @Test
  void shouldPutASecretInsideAText() {
    assertThat(secrets.resolve("Token ${env:SHANGDA_SECRET_TOKEN}, please"))
        .isEqualTo("Token t0p$1, please");
  }

  @Test
  void shouldReadASecretFromAFileWithoutItsLastLineEnd() throws IOException {
    Files.writeString(place.resolve("secrets/more/one"), "line one\nline two\n");
    Files.createSymbolicLink(place.resolve("secrets/link"), place.resolve("secrets/more/one"));

    assertThat(secrets.resolve("${file:more/one}")).isEqualTo("line one\nline two");
    assertThat(secrets.resolve("${file:link}")).isEqualTo("line one\nline two");
  }

  @Test
  void shouldReadNoVariableThatIsNotMeantToBeReferredTo() {
    environment.put("SHANGDA_ADMIN_PASSWORD", "x");

    assertThatThrownBy(() -> secrets.resolve("${env:SHANGDA_ADMIN_PASSWORD}"))
        .isInstanceOf(Secrets.Unavailable.class)
        .hasMessageContaining("begin with SHANGDA_SECRET_");
  }

  @Test
  void shouldReadNoFileOutsideItsFolderAndNeverTheHubsOwn() throws IOException {
    Files.createSymbolicLink(place.resolve("secrets/away"), place.resolve("outside"));
    Files.createSymbolicLink(place.resolve("secrets/key"), place.resolve("data/seal-key.pem"));
    Secrets folderAbove = new Secrets(environment::get, place, place.resolve("data"));

    for (String name :
        List.of(
            "../outside",
            "../data/seal-key.pem",
            "more/../../outside",
            "away",
            "key",
            "/etc/passwd",
            place.resolve("outside").toString(),
            "more\\..\\..\\outside")) {
      assertThatThrownBy(() -> secrets.resolve("${file:" + name + "}"))
          .as(name)
          .isInstanceOf(Secrets.Unavailable.class);
    }
    assertThatThrownBy(() -> folderAbove.resolve("${file:data/seal-key.pem}"))
        .isInstanceOf(Secrets.Unavailable.class);
  }

  @Test
  void shouldSeeASecretThatWasRotated() {
    // Given
    assertThat(secrets.resolve("${env:SHANGDA_SECRET_TOKEN}")).isEqualTo("t0p$1");

    // When
    environment.put("SHANGDA_SECRET_TOKEN", "new");

    // Then
    assertThat(secrets.resolve("${env:SHANGDA_SECRET_TOKEN}")).isEqualTo("new");
  }

  @Test
  void shouldSayWhichVariableIsNotSet() {
    assertThatThrownBy(() -> secrets.resolve("${env:SHANGDA_SECRET_MISSING}"))
        .isInstanceOf(Secrets.Unavailable.class)
        .hasMessage(
            "Secret ${env:SHANGDA_SECRET_MISSING}: the environment variable SHANGDA_SECRET_MISSING"
                + " is not set");
  }

  @Test
  void shouldSayWhichFileCannotBeRead() {
    assertThatThrownBy(() -> secrets.resolve("${file:nowhere/secret}"))
        .isInstanceOf(Secrets.Unavailable.class)
        .hasMessageContaining("nowhere/secret");
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
    assertThat(secrets.resolve("${date}${serial:7} ${env:SHANGDA_SECRET_A:-b}"))
        .isEqualTo("${date}${serial:7} ${env:SHANGDA_SECRET_A:-b}");
  }

  @Test
  void shouldNameEverythingThatIsMissingAnywhereInTheOptionsOnce() throws Exception {
    var options =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(
                """
                {"url": "http://a", "sign": {"secret": "${env:SHANGDA_SECRET_ABSENT}"},
                 "more": ["${env:SHANGDA_SECRET_ABSENT}", "${file:nowhere/key}"]}\
                """);

    assertThat(secrets.missing(options))
        .containsExactly(
            "Secret ${env:SHANGDA_SECRET_ABSENT}: the environment variable SHANGDA_SECRET_ABSENT is"
                + " not set",
            "Secret ${file:nowhere/key}: the file cannot be read in the folder "
                + place.resolve("secrets"));
  }
}
