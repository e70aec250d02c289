package io.shangda.hub.doors;

import java.util.List;

/**
 * Texts that mean something to whoever does not take them for texts: a page, a terminal, a log, a
 * library that looks up what a text names.
 */
record Marks(int canary) {
  /** In every one of them, so that it can be searched for. */
  static final String SIGN = "planted7f3a";

  /** How a line of the log would begin that nobody wrote. */
  static final String FORGED = "12:00:00 INFO  " + SIGN + " forged";

  /** What is to be seen nowhere as it stands, for it would be run by whoever shows it as HTML. */
  static final List<String> TAGS =
      List.of(
          "<script>alert('" + SIGN,
          "<img src=x onerror=alert('" + SIGN,
          "<svg/onload=alert('" + SIGN);

  /** Each by itself; some ask for the canary's port, where nobody may ever ask. */
  List<String> all() {
    return List.of(
        "<script>alert('" + SIGN + "')</script>",
        "'\"><img src=x onerror=alert('" + SIGN + "')>",
        "<svg/onload=alert('" + SIGN + "')>",
        "javascript:alert('" + SIGN + "')",
        SIGN + "\u001b[31mred\u001b[2J\u001b]0;title\u0007",
        SIGN + "\r\n" + FORGED,
        SIGN + "\n" + FORGED + "\n\tat io.shangda.hub.Forged.line(Forged.java:1)",
        SIGN + "\u2028" + FORGED + "\u0085",
        SIGN + "\u202egnp.exe",
        SIGN + "${jndi:ldap://127.0.0.1:" + canary + "/a}",
        SIGN + "${${lower:j}ndi:rmi://127.0.0.1:" + canary + "/b}",
        SIGN + "${env:SHANGDA_SECRET_DOORS}${sys:user.home}${file:/etc/passwd}",
        SIGN + "${bean:secrets?method=resolve}${sysenv.SHANGDA_SECRET_DOORS}",
        SIGN + "${date:now:'sprung'yyyy}${exchangeProperty.target}",
        SIGN + "{{env:SHANGDA_SECRET_DOORS}}{{shangda.data}}",
        SIGN + "#{T(java.lang.Runtime).getRuntime().exec('touch sprung')}%{7*7}",
        SIGN + "$(touch sprung)`touch sprung`|touch sprung;",
        SIGN + "'; drop table record; --",
        SIGN + "\\u0027 or 1=1",
        "../../../../../sprung-" + SIGN,
        "..\\..\\sprung-" + SIGN + "\\x",
        "/sprung-" + SIGN,
        "file:///sprung-" + SIGN,
        "http://127.0.0.1:" + canary + "/" + SIGN,
        SIGN + " %s %n %x {} {0} %1$s",
        "=cmd|'/c calc'!" + SIGN,
        SIGN + "\ud83d\ude00 \ufeff \u200b \u0301");
  }
}
