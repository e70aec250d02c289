package io.shangda.hub.doors;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.shangda.hub.support.EvilSource;
import io.shangda.hub.support.EvilSource.Play;
import io.shangda.hub.support.EvilSource.Trick;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What a lower system may try besides {@link EvilSource#tricks()}: to be taken elsewhere. */
final class MoreTricks {
  private static final String PAGE = "{\"data\":[{\"id\":\"1\",\"title\":\"a\"}]}";

  /** Names that Camel or the hub give, or gave, a meaning. */
  private static final List<String> ORDERS =
      List.of(
          "CamelHttpUri",
          "CamelHttpPath",
          "CamelHttpQuery",
          "CamelHttpRawQuery",
          "CamelHttpMethod",
          "CamelBeanMethodName",
          "CamelBeanParameterMappingMode",
          "CamelFileName",
          "CamelFileParent",
          "CamelJmsDestinationName",
          "CamelJmsDestination",
          "CamelExecCommandExecutable",
          "CamelExecCommandArgs",
          "CamelToEndpoint",
          "CamelSlipEndpoint",
          "CamelLanguageScript",
          "CamelSqlQuery",
          "CamelHttpResponseCode",
          "CamelFilterMatched",
          "CamelRouteStop",
          "JMSReplyTo",
          "breadcrumbId",
          "org.apache.camel.fallback",
          "Shangda-Time-Limit",
          "ShangdaNextCursor",
          "ShangdaAfterCommit",
          "ShangdaFailure",
          "nextCursor",
          "afterCommit",
          "source",
          "run",
          "claimed",
          "target",
          "deliver.target");

  private MoreTricks() {}

  /**
   * @param elsewhere where nobody may ever be sent
   */
  static List<Trick> all(Canary elsewhere) {
    List<Trick> all = new ArrayList<>();
    all.add(new Trick("a head that drips", true, out -> drip(out, "HTTP/1.1 200 OK\r\nX-A: ")));
    all.add(
        new Trick(
            "a body that drips",
            true,
            out -> drip(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{\"data\":[")));
    all.add(new Trick("silence", true, out -> drip(out, "")));
    all.addAll(redirects(elsewhere));
    all.addAll(links(elsewhere));
    all.addAll(orders(elsewhere));
    all.addAll(records());
    return all;
  }

  private static void drip(OutputStream out, String beginning) throws IOException {
    out.write(beginning.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    for (int i = 0; i < 600; i++) {
      LockSupport.parkNanos(100_000_000);
      out.write(beginning.isEmpty() ? new byte[0] : new byte[] {' '});
      out.flush();
    }
  }

  private static List<Trick> redirects(Canary elsewhere) {
    List<Trick> all = new ArrayList<>();
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      for (String location :
          List.of(
              elsewhere.url("/redirected"),
              "//127.0.0.1:" + elsewhere.port() + "/",
              "gopher://127.0.0.1:" + elsewhere.port() + "/_x",
              "jar:" + elsewhere.url("/x.jar!/a"),
              "file:///etc/passwd")) {
        all.add(
            new Trick(
                status + " to " + location.replaceFirst(":.*", ""),
                true,
                out ->
                    out.write(
                        ("HTTP/1.1 "
                                + status
                                + " There\r\nLocation: "
                                + location
                                + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII))));
      }
    }
    all.add(
        new Trick(
            "a page that refreshes elsewhere",
            false,
            EvilSource.answer(
                List.of(
                    "Refresh: 0; url=" + elsewhere.url("/"),
                    "Content-Location: " + elsewhere.url("/"),
                    "Alt-Svc: h2=\"127.0.0.1:" + elsewhere.port() + "\""),
                PAGE)));
    return all;
  }

  private static List<Trick> links(Canary elsewhere) {
    List<Trick> all = new ArrayList<>();
    for (String link :
        List.of(
            elsewhere.url("/next"),
            "//127.0.0.1:" + elsewhere.port() + "/next",
            "http://u:p@127.0.0.1:" + elsewhere.port() + "/next",
            "\\\\127.0.0.1:" + elsewhere.port() + "\\next",
            "/\\127.0.0.1:" + elsewhere.port() + "/next",
            "ftp://127.0.0.1:" + elsewhere.port() + "/next",
            "file:///etc/passwd",
            "jar:file:///x.jar!/a",
            "javascript:alert(1)",
            "direct:planted",
            "bean:secrets?method=resolve",
            "http:///next",
            "http://[::1",
            "../../../etc/passwd%00")) {
      all.add(
          new Trick(
              "a next page at " + link.replaceAll("[0-9]{4,5}", "…"),
              true,
              EvilSource.answer(List.of("Link: <" + link + ">; rel=next"), PAGE)));
    }
    return all;
  }

  private static List<Trick> orders(Canary elsewhere) {
    List<Trick> all = new ArrayList<>();
    for (String value : List.of("direct:planted", elsewhere.url("/order"), "${bean:secrets}")) {
      List<String> headers = new ArrayList<>();
      for (String name : ORDERS) {
        headers.add(name + ": " + value);
        headers.add(name.toLowerCase(Locale.ROOT) + ": " + value);
      }
      all.add(
          new Trick(
              "headers that order " + value.replaceAll(":.*", ""),
              false,
              EvilSource.answer(headers, PAGE)));
    }
    return all;
  }

  /** Records whose fields would be somewhere else, something else, or too much. */
  private static List<Trick> records() {
    List<Trick> all = new ArrayList<>();
    all.add(record("a NUL in every field", "\"\\u0000\""));
    all.add(record("half a pair in every field", "\"\\ud800x\\udc00\""));
    all.add(record("a number of 10,000 digits", "9".repeat(10_000)));
    all.add(record("a number beyond every double", "-1E400000000"));
    all.add(record("a path of the machine", "\"../../../../etc/passwd\""));
    all.add(record("a megabyte in every field", "\"" + "x".repeat(1 << 20) + "\""));
    all.add(record("a thousand brackets in every field", "[".repeat(900) + "]".repeat(900)));
    all.add(
        record("a class by name", "{\"@class\":\"javax.naming.InitialContext\",\"@type\":\"x\"}"));
    all.add(
        new Trick(
            "a name of a megabyte",
            false,
            page("{\"id\":\"1\",\"title\":\"a\",\"" + "n".repeat(1 << 20) + "\":1}")));
    all.add(new Trick("a hundred thousand names in a record", false, page(names())));
    all.add(
        new Trick(
            "names of the language's own",
            false,
            page(
                "{\"id\":\"1\",\"title\":\"a\",\"__proto__\":{\"id\":2},\"constructor\":{},\"class\":{}}")));
    all.add(
        new Trick(
            "the same name twice", false, page("{\"id\":\"1\",\"id\":\"2\",\"title\":\"a\"}")));
    return all;
  }

  private static String names() {
    StringBuilder record = new StringBuilder("{\"id\":\"1\",\"title\":\"a\"");
    for (int i = 0; i < 100_000; i++) {
      record.append(",\"n").append(i).append("\":1");
    }
    return record.append('}').toString();
  }

  private static Trick record(String name, String value) {
    return new Trick(
        name,
        false,
        page(
            "{\"id\":"
                + value
                + ",\"title\":"
                + value
                + ",\"text\":"
                + value
                + "},"
                + "{\"id\":\"beside\",\"title\":"
                + value
                + ",\"text\":"
                + value
                + "}"));
  }

  private static Play page(String records) {
    return EvilSource.answer(
        List.of("Content-Type: application/json"), "{\"data\":[" + records + "]}");
  }

  /** A text as JSON has it, with its quotes. */
  static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
