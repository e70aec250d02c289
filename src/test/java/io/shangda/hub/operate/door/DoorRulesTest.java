package io.shangda.hub.operate.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DoorRulesTest {
  private static final Map<String, String> JSON =
      Map.of("content-type", "application/json", "content-length", "10");

  @Test
  void shouldRefuseAChangeThatAnotherSitesPageAsksFor() {
    String change = "/api/v1/sources/town/pause";
    assertThat(status("POST", change, with("origin", "https://evil.example"))).isEqualTo(403);
    assertThat(status("POST", change, with("origin", "null"))).isEqualTo(403);
    assertThat(status("POST", change, with("origin", "http://hub.example:81"))).isEqualTo(403);
    assertThat(status("POST", change, with("sec-fetch-site", "cross-site"))).isEqualTo(403);
    assertThat(status("DELETE", "/api/v1/tokens/1", with("sec-fetch-site", "same-site")))
        .isEqualTo(403);
    assertThat(status("GET", "/hawtio/jolokia", with("origin", "https://evil.example")))
        .isEqualTo(403);
  }

  @Test
  void shouldLetTheHubsOwnPagesAndProgramsChange() {
    String change = "/api/v1/sources/town/pause";
    assertThat(status("POST", change, JSON)).isZero();
    assertThat(status("POST", change, with("sec-fetch-site", "same-origin"))).isZero();
    assertThat(status("POST", change, with("origin", "https://HUB.example"))).isZero();
    assertThat(status("POST", "/hawtio/jolokia/", with("origin", "http://hub.example:80")))
        .isZero();
  }

  @Test
  void shouldTakeJolokiasRequestsAsJsonByPostOnly() {
    assertThat(status("POST", "/hawtio/jolokia", JSON)).isZero();
    assertThat(status("POST", "/hawtio/jolokia", with("content-type", "text/json"))).isZero();
    assertThat(status("GET", "/hawtio/jolokia/", Map.of())).isZero();
    for (String form : new String[] {"", "text/plain", "multipart/form-data; boundary=a"}) {
      assertThat(status("POST", "/hawtio/jolokia", with("content-type", form))).isEqualTo(415);
    }
    assertThat(status("PUT", "/hawtio/jolokia", JSON)).isEqualTo(405);
    assertThat(status("GET", "/hawtio/jolokia/exec/a:b=c/d", Map.of())).isEqualTo(404);
    for (String query :
        new String[] {
          "callback=x", "p=exec/a:b=c/d", "%70=read/a:b=c", "maxDepth=1&p=list", "P=x", "x"
        }) {
      assertThat(status("GET", "/hawtio/jolokia?" + query, Map.of())).as(query).isEqualTo(400);
    }
    assertThat(status("POST", "/hawtio/jolokia/?maxDepth=9&ignoreErrors=true", JSON)).isZero();
    assertThat(status("POST", "/hawtio/jolokia", with("content-length", "1000000"))).isEqualTo(413);
    assertThat(status("POST", "/hawtio/jolokia", with("content-length", ""))).isEqualTo(411);
  }

  @Test
  void shouldTakeNothingButJsonForABodyOfTheApi() {
    String change = "/api/v1/sources/town/pause";
    for (String type :
        new String[] {
          "text/plain", "*/*", "application/xml", "application/x-www-form-urlencoded"
        }) {
      assertThat(status("POST", change, with("content-type", type))).as(type).isEqualTo(415);
    }
    assertThat(status("POST", change, with("content-type", "application/json; charset=utf-8")))
        .isZero();
    assertThat(status("POST", change, with("content-type", ""))).isZero();
  }

  @Test
  void shouldTakeALoginAsAFormOnly() {
    String login = "/j_security_check";
    Map<String, String> form = new TreeMap<>(JSON);
    form.put("content-type", "application/x-www-form-urlencoded; charset=UTF-8");
    assertThat(status("POST", login, form)).isZero();
    assertThat(status("POST", login, JSON)).isEqualTo(415);
    assertThat(status("POST", login, with("content-type", ""))).isEqualTo(415);
    assertThat(status("GET", login, form)).isEqualTo(405);
    assertThat(status("POST", "/api" + login, form)).isEqualTo(404);
    form.put("content-length", "100000");
    assertThat(status("POST", login, form)).isEqualTo(413);
  }

  @Test
  void shouldTakeLongBodiesOnlyWhereConfigurationsAndListsAreSent() {
    Map<String, String> large = with("content-length", "5000000");
    assertThat(status("POST", "/api/v1/configuration", large)).isZero();
    assertThat(status("POST", "/api/v1/targets/province/baseline", large)).isZero();
    assertThat(status("POST", "/api/v1/targets/province/pause", large)).isEqualTo(413);
    assertThat(status("PUT", "/api/v1/me/password", large)).isEqualTo(413);
    Map<String, String> endless = with("transfer-encoding", "chunked");
    endless.remove("content-length");
    assertThat(status("POST", "/api/v1/targets/province/pause", endless)).isEqualTo(411);
    assertThat(status("GET", "/q/metrics", endless)).isEqualTo(411);
  }

  private static Map<String, String> with(String header, String value) {
    Map<String, String> headers = new TreeMap<>(JSON);
    headers.put(header, value);
    return headers;
  }

  /** 0: let in. */
  private static int status(String method, String target, Map<String, String> headers) {
    return DoorRules.refusal(new Asked(method, target, "hub.example", headers))
        .map(Refusal::status)
        .orElse(0);
  }
}
