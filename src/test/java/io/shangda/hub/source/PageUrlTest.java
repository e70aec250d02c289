package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a url says itself, and what is added to it. */
class PageUrlTest {
  private static final PageUrl URL =
      PageUrl.of(URI.create("https://a.cn/list?status=1&flag&status=2&empty=&q=a%20b"));

  @Test
  void shouldKeepOrderRepetitionsAndForm() {
    assertThat(URL.rawQuery()).isEqualTo("status=1&flag&status=2&empty=&q=a%20b");
    assertThat(URL.place(Set.of()))
        .isEqualTo("https://a.cn/list?status=1&flag&status=2&empty=&q=a%20b");
  }

  @Test
  void shouldPutTheParametersOfThePageInThePlaceOfOthersOfTheirName() {
    Map<String, String> page = new LinkedHashMap<>();
    page.put("status", "3");
    page.put("page", "2");

    assertThat(URL.replacing(page).rawQuery()).isEqualTo("flag&empty=&q=a%20b&status=3&page=2");
  }

  @Test
  void shouldAddToALinkOnlyWhatItLacks() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("status", "3");
    own.put("region", "330881");

    assertThat(URL.adding(own).rawQuery())
        .isEqualTo("status=1&flag&status=2&empty=&q=a%20b&region=330881");
  }

  @Test
  void shouldHideSecretsInWhatPeopleRead() {
    PageUrl url = PageUrl.of(URI.create("https://a.cn/list?a=1&access_token=t&a=2&appid=x"));

    assertThat(url.place(Set.of("appid")))
        .isEqualTo("https://a.cn/list?a=1&access_token=***&a=2&appid=***");
  }
}
