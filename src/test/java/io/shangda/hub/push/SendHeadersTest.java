package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Operation;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is added to a request as it leaves; checked with nothing but the Java platform. */
class SendHeadersTest {
  private static final Instant NOW = Instant.ofEpochSecond(1614265330);
  private static final List<Delivery> CARRIED =
      List.of(Samples.delivery(1, Operation.INSERT), Samples.delivery(2, Operation.INSERT));
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

  @Test
  void shouldSendBasicCredentialsInUtf8() {
    // When
    MultiMap headers =
        headers("{\"auth\":{\"kind\":\"basic\",\"user\":\"上达\",\"password\":\"p:w\"}}");
    // Then
    String pair = headers.get("Authorization").substring("Basic ".length());
    assertThat(new String(Base64.getDecoder().decode(pair), StandardCharsets.UTF_8))
        .isEqualTo("上达:p:w");
  }

  @Test
  void shouldSendABearerTokenThatWasOnlyAReference() {
    // When
    MultiMap headers = headers("{\"auth\":{\"kind\":\"bearer\",\"token\":\"${env:TOKEN}\"}}");
    // Then
    assertThat(headers.get("Authorization")).isEqualTo("Bearer secret-of-env:TOKEN");
  }

  @Test
  void shouldSendATokenInAHeaderOfItsOwn() {
    // When
    MultiMap headers =
        headers("{\"auth\":{\"kind\":\"header\",\"name\":\"X-Api-Key\",\"token\":\"${env:T}\"}}");
    // Then
    assertThat(headers.get("X-Api-Key")).isEqualTo("secret-of-env:T");
  }

  @Test
  void shouldSendFixedHeadersWithTheirSecretsFilledIn() {
    // When
    MultiMap headers = headers("{\"headers\":{\"SYSTEM_NO\":\"9120\",\"X-T\":\"T ${env:A}\"}}");
    // Then
    assertThat(headers.get("SYSTEM_NO")).isEqualTo("9120");
    assertThat(headers.get("X-T")).isEqualTo("T secret-of-env:A");
  }

  @Test
  void shouldSignMethodPathQueryAndTimeWithAKey() throws Exception {
    // When
    MultiMap headers =
        headers("{\"auth\":{\"kind\":\"hmac\",\"key-id\":\"hub\",\"secret\":\"${env:K}\"}}");
    // Then
    byte[] expected = hmac("HmacSHA256", "secret-of-env:K", "POST\n/api/records\na=1\n1614265330");
    assertThat(headers.get("X-API-Key")).isEqualTo("hub");
    assertThat(headers.get("X-Timestamp")).isEqualTo("1614265330");
    assertThat(headers.get("X-Signature")).isEqualTo(Base64.getEncoder().encodeToString(expected));
  }

  @Test
  void shouldSignWhateverContentTheTargetWants() throws Exception {
    // When
    MultiMap headers =
        headers(
            "{\"auth\":{\"kind\":\"hmac\",\"key-id\":\"hub\",\"secret\":\"k\",\"algorithm\":\"HmacSHA512\","
                + "\"encoding\":\"hex\",\"timestamp\":\"milliseconds\",\"signature-header\":\"Sign\","
                + "\"content\":\"${key-id}|${timestamp}|${body-sha256}\"}}");
    // Then
    String body = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BODY));
    byte[] expected = hmac("HmacSHA512", "k", "hub|1614265330000|" + body);
    assertThat(headers.get("Sign")).isEqualTo(HexFormat.of().formatHex(expected));
  }

  @Test
  void shouldRefuseAKindOfAuthenticationItDoesNotKnow() {
    assertThatThrownBy(() -> headers("{\"auth\":{\"kind\":\"magic\"}}"))
        .hasMessageContaining("auth kind 'magic' is unknown");
  }

  @Test
  void shouldSendTheDigestOfTheBodyWithTheDefaultContract() throws Exception {
    // When
    MultiMap headers = headers("{}");
    // Then
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(BODY);
    assertThat(headers.get("Content-Digest"))
        .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":");
  }

  @Test
  void shouldSendNoDigestWhereItIsSwitchedOff() {
    assertThat(headers("{\"digest\":false}").contains("Content-Digest")).isFalse();
  }

  @Test
  void shouldSignAsStandardWebhooksDo() {
    // Given: the example of the Standard Webhooks libraries
    String options =
        "{\"sign\":{\"kind\":\"standard-webhooks\",\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}}";
    // When
    MultiMap headers = headers(options);
    // Then
    assertThat(headers.get("webhook-id")).isEqualTo("msg_p5jXN8AQM9LWM0D4loKWxJek");
    assertThat(headers.get("webhook-timestamp")).isEqualTo("1614265330");
    assertThat(headers.get("webhook-signature"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void shouldSignTwiceWhileTheKeyIsRotated() throws Exception {
    // When
    MultiMap headers =
        headers(
            "{\"sign\":{\"kind\":\"standard-webhooks\",\"secret\":\"new\",\"previous\":\"old\"}}");
    // Then
    String signed =
        "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330." + new String(BODY, StandardCharsets.UTF_8);
    assertThat(headers.get("webhook-signature").split(" "))
        .containsExactly(
            "v1," + Base64.getEncoder().encodeToString(hmac("HmacSHA256", "new", signed)),
            "v1," + Base64.getEncoder().encodeToString(hmac("HmacSHA256", "old", signed)));
  }

  @Test
  void shouldPutATokenOfThisMomentIntoTheBody() throws Exception {
    // Given
    ObjectNode options = Samples.options("{\"secret\":\"${env:K}\"}");
    BodyToken token =
        BodyToken.of(options, text -> "eightchr", () -> NOW, ZoneId.of("Asia/Shanghai"));
    String body = "<TOKEN>" + BodyToken.place(CARRIED) + "</TOKEN>";
    // When
    String filled =
        new String(
            token.into(body.getBytes(StandardCharsets.UTF_8), CARRIED), StandardCharsets.UTF_8);
    // Then
    Cipher des = Cipher.getInstance("DES/ECB/PKCS5Padding");
    des.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec("eightchr".getBytes(StandardCharsets.US_ASCII), "DES"));
    String sent = filled.substring("<TOKEN>".length(), filled.indexOf("</TOKEN>"));
    byte[] plain = des.doFinal(Base64.getDecoder().decode(sent));
    assertThat(new String(plain, StandardCharsets.US_ASCII)).isEqualTo("20210225230210");
  }

  /** A text of a record looked like the place, and took the token. */
  @Test
  void shouldPutTheTokenNowhereButWhereTheEnvelopeHasIt() {
    // Given
    BodyToken token =
        BodyToken.of(
            Samples.options("{\"secret\":\"12345678\"}"),
            text -> text,
            () -> NOW,
            ZoneId.of("Asia/Shanghai"));
    String others = BodyToken.place(CARRIED.subList(0, 1)) + "{shangda-token-at-send}";
    String body = "<TITLE>" + others + "</TITLE><TOKEN>" + BodyToken.place(CARRIED) + "</TOKEN>";
    // When
    String filled =
        new String(
            token.into(body.getBytes(StandardCharsets.UTF_8), CARRIED), StandardCharsets.UTF_8);
    // Then
    assertThat(filled)
        .startsWith("<TITLE>" + others + "</TITLE><TOKEN>")
        .endsWith("=</TOKEN>")
        .doesNotContain(BodyToken.place(CARRIED));
  }

  @ParameterizedTest
  @CsvSource({
    "case-1, case-1",
    "江山 1, %E6%B1%9F%E5%B1%B1%201",
    "%E6%B1%9F%E5%B1%B1%201, %25E6%25B1%259F%25E5%25B1%25B1%25201",
    "100%, 100%25",
    "'a\r\nX-Evil: 1', a%0D%0AX-Evil:%201",
  })
  void shouldGiveDifferentKeysDifferentHeaders(String key, String header) {
    assertThat(HeaderText.safe(key)).isEqualTo(header);
    assertThat(java.net.URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8))
        .isEqualTo(key);
  }

  @Test
  void shouldAskForAnAnswerWithoutCompression() {
    assertThat(headers("{}").get("Accept-Encoding")).isEqualTo("identity");
  }

  @Test
  void shouldLeaveABodyWithoutAPlaceForATokenAlone() {
    // Given
    BodyToken token =
        BodyToken.of(
            Samples.options("{\"secret\":\"k\",\"algorithm\":\"AES\"}"),
            text -> "0123456789abcdef",
            () -> NOW,
            ZoneId.of("Asia/Shanghai"));
    // Then
    assertThat(token.into(BODY, CARRIED)).isSameAs(BODY);
  }

  private static MultiMap headers(String json) {
    ObjectNode options = Samples.options(json);
    options.put("url", "http://127.0.0.1:1/api/?a=1");
    TargetConfig target = Samples.target(options, 1, Samples.LONG);
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    Departure departure =
        Departure.of(
            HttpOptions.of(target),
            target.zone(),
            text -> text.replaceAll("\\$\\{(env:[A-Z]+)}", "secret-of-$1"),
            () -> NOW);
    departure.prepare(
        new PushRequest(
            "/records",
            Map.of("Idempotency-Key", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            BODY,
            List.of(),
            List.of()),
        headers);
    return headers;
  }

  private static byte[] hmac(String algorithm, String key, String text)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
