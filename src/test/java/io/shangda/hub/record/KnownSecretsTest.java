package io.shangda.hub.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSecretsTest {
  private final KnownSecrets secrets = new KnownSecrets();

  @ParameterizedTest
  @CsvSource({
    "Bearer t0k&n/of=ours was refused, Bearer [secret] was refused",
    "t0k&n/of=ours, [secret]",
    "xt0k&n/of=oursx t0k&n/of=ours, x[secret]x [secret]",
    "?token=t0k%26n%2Fof%3Dours&page=1, ?token=[secret]&page=1",
    "t0k&amp;n/of=ours, [secret]",
    "t0k&n\\/of=ours, [secret]",
    "t0k&n/of=our, t0k&n/of=our",
    "nothing of ours, nothing of ours",
  })
  void shouldMaskASecretHoweverItIsWritten(String text, String masked) {
    secrets.note("t0k&n/of=ours");

    assertThat(secrets.masked(text)).isEqualTo(masked);
    assertThat(secrets.masked(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(masked.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldMaskASecretInBase64() {
    secrets.note("hub:a pass word");
    String encoded =
        Base64.getEncoder().encodeToString("hub:a pass word".getBytes(StandardCharsets.UTF_8));

    assertThat(secrets.masked("Authorization: Basic " + encoded + "; x"))
        .isEqualTo("Authorization: Basic [secret]; x");
  }

  @Test
  void shouldMaskTheLongestOfTwoThatBeginAlike() {
    secrets.note("password1");
    secrets.note("password12345");

    assertThat(secrets.masked("password12345 password1")).isEqualTo("[secret] [secret]");
  }

  @Test
  void shouldMaskEveryLineOfAKeyFile() {
    secrets.note("-----BEGIN KEY-----\nMC4CAQAwBQYDK2Vw\n-----END KEY-----");

    assertThat(secrets.masked("was MC4CAQAwBQYDK2Vw")).isEqualTo("was [secret]");
  }

  @Test
  void shouldLeaveWhatIsTooShortToBeASecret() {
    secrets.note("1234567");

    assertThat(secrets.masked("R-1234567-1")).isEqualTo("R-1234567-1");
  }

  @Test
  void shouldLeaveTheBytesOfATextWithoutSecretsAsTheyAre() {
    secrets.note("t0k&n/of=ours");
    byte[] gbk = {(byte) 0xBD, (byte) 0xAD, (byte) 0xC9, (byte) 0xBD, 't', '0', 'k', '&'};

    assertThat(secrets.masked(gbk)).isSameAs(gbk);
  }
}
