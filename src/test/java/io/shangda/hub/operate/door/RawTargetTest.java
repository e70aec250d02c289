package io.shangda.hub.operate.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.Endpoints;
import io.shangda.hub.support.PathTricks;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawTargetTest {
  @Test
  void shouldRefuseEveryTrickOnEveryPath() {
    assertThat(Endpoints.all()).hasSizeGreaterThan(50);
    for (Endpoints.Endpoint endpoint : Endpoints.all()) {
      assertThat(RawTarget.fault(endpoint.path())).as(endpoint.path()).isEmpty();
      for (String trick : PathTricks.of(endpoint.path())) {
        assertThat(RawTarget.fault(trick)).as(trick).isPresent();
      }
    }
  }

  @Test
  void shouldLetPassWhatPagesAndProgramsAskFor() {
    for (String target :
        List.of(
            "/",
            "/api/v1/users/zhang.san@office",
            "/api/v1/users/%E5%BC%A0%E4%B8%89",
            "/api/v1/users/a%40b",
            "/api/v1/records?q=%E6%A1%88%E4%BB%B6+12&limit=10",
            "/api/v1/records?q=a/b;c\\d//e..",
            "/hawtio/jolokia/?maxDepth=9&ignoreErrors=true",
            "/hawtio/static/js/main.7f2e~a.chunk.js",
            "/hawtio/jmx?nid=io.shangda.hub-Source-town")) {
      assertThat(RawTarget.fault(target)).as(target).isEmpty();
    }
  }

  @Test
  void shouldRefuseAQueryThatHidesSomething() {
    for (String query :
        List.of(
            "q=%00",
            "q=a%0d%0aSet-Cookie:x", "q=%ed%a0%80", "q=%c0%80", "q=%", "q=%zz", "q=\u00e9")) {
      assertThat(RawTarget.fault("/api/v1/records?" + query)).as(query).isPresent();
    }
  }

  @Test
  void shouldRefuseAnEndlessPath() {
    assertThat(RawTarget.fault("/" + "a".repeat(1000))).isPresent();
  }
}
