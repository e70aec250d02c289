package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which links to a next page are followed, and where to. */
class NextUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          https://a.cn/api/list ?p=2 https://a.cn/api/list?p=2
          https://a.cn/api/list /api/list?p=2 https://a.cn/api/list?p=2
          https://a.cn/api/list //a.cn/api/list?p=2 https://a.cn/api/list?p=2
          https://a.cn/api/list https://A.cn:443/api/list?p=2 https://A.cn:443/api/list?p=2
          https://a.cn/api/list http://a.cn/api/list?p=2 https://a.cn/api/list?p=2
          https://a.cn/api/list http://a.cn:80/api/list?p=2 https://a.cn/api/list?p=2
          https://a.cn:8443/api/list http://a.cn:8443/api/list?p=2 https://a.cn:8443/api/list?p=2
          http://a.cn/api/list https://a.cn/api/list?p=2 https://a.cn/api/list?p=2
          https://a.cn/api/list ?after=2026-03-01|7 https://a.cn/api/list?after=2026-03-01%7C7
          https://a.cn/api/list ?q={"a":[1]} https://a.cn/api/list?q=%7B%22a%22:[1]%7D
          https://a.cn/api/list ?name=江山&p=5% https://a.cn/api/list?name=%E6%B1%9F%E5%B1%B1&p=5%25
          https://a.cn/api/list ?status=1&status=2&p=%32 https://a.cn/api/list?status=1&status=2&p=%32
          """)
  void shouldFollowALinkOfTheSource(String source, String link, String asked) {
    URI url = URI.create(source);

    assertThat(new NextUrl(url).from(url, link)).hasToString(asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          https://a.cn/api/list https://b.cn/api/list?p=2 host
          https://a.cn/api/list https://a.cn@b.cn/api/list host
          https://a.cn/api/list https://user@a.cn/api/list host
          https://a.cn/api/list https://a.cn:8443/api/list?p=2 port
          https://a.cn/api/list http://a.cn:8080/api/list?p=2 place
          https://a.cn/api/list http://a.cn/other/list?p=2 place
          https://a.cn/api/list http://a.cn/api/../other?p=2 place
          https://a.cn/api/list ftp://a.cn:21/api/list place
          https://a.cn/api/list javascript:alert(1) host
          https://a.cn/api/list mailto:a@a.cn host
          http://a.cn/api/list https://a.cn:8443/api/list place
          https://a.cn/api/list http://[bad/ url
          https://a.cn/api/list ../../../list?p=2 root
          https://a.cn/api/list /../../list?p=2 root
          """)
  void shouldNotFollowALinkToElsewhere(String source, String link, String why) {
    URI url = URI.create(source);

    assertThatThrownBy(() -> new NextUrl(url).from(url, link)).hasMessageContaining(why);
  }
}
