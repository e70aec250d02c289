package io.shangda.hub.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which moment a time at a source is, in every form met there; China is eight hours ahead. */
class DatesTest {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  @ParameterizedTest
  @CsvSource({
    "2017-03-16 09:22,           2017-03-16T01:22:00Z",
    "2013-01-09 19:46:30,        2013-01-09T11:46:30Z",
    "2017年11月30日 17:29,         2017-11-30T09:29:00Z",
    "2018年03月30日,              2018-03-29T16:00:00Z",
    "2018年3月30日,               2018-03-29T16:00:00Z",
    "20190330120000,             2019-03-30T04:00:00Z",
    "20190330,                   2019-03-29T16:00:00Z",
    "2026.06.02,                 2026-06-01T16:00:00Z",
    "2026/6/2 8:05,              2026-06-02T00:05:00Z",
    "2026-06-02T08:05:00+08:00,  2026-06-02T00:05:00Z",
    "2026-06-02T00:05:00Z,       2026-06-02T00:05:00Z",
    "1489627320,                 2017-03-16T01:22:00Z",
    "1489627320000,              2017-03-16T01:22:00Z",
    "1489627320007,              2017-03-16T01:22:00.007Z",
    "20190330120000045,          2019-03-30T04:00:00.045Z",
    "2013-01-09 19:46:30.5,      2013-01-09T11:46:30.5Z",
    "2013-01-09T19:46:30.123456789012, 2013-01-09T11:46:30.123456789Z",
    "'2013-01-09 19:46:30,25',   2013-01-09T11:46:30.25Z",
    "2013-01-09T19:46:30.050+08:00, 2013-01-09T11:46:30.05Z",
    "２０１８年０３月３０日,         2018-03-29T16:00:00Z",
    "9999-12-31,                 9999-12-30T16:00:00Z",
    "9999-12-31 23:59:59,        9999-12-31T15:59:59Z",
    "99991231,                   9999-12-30T16:00:00Z",
    "9999年12月31日,              9999-12-30T16:00:00Z",
  })
  void shouldReadEveryFormMetAtSources(String text, Instant expected) {
    assertThat(Dates.instant(text, CHINA)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026年07月", "20*年", "2018", "2026-02-30", "2026-13-01", "今天", " "})
  void shouldTakeForNoMomentWhatNamesNone(String text) {
    assertThat(Dates.instant(text, CHINA)).isNull();
  }
}
