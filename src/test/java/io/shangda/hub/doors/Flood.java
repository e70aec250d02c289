package io.shangda.hub.doors;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes what it is sent, and asks for a thousand things in each answer, each time for others. */
final class Flood {
  private static final int COMMANDS = 1000;
  private static final AtomicInteger ANSWERS = new AtomicInteger();

  private Flood() {}

  /** That were given so far. */
  static int answers() {
    return ANSWERS.get();
  }

  static void answer(HttpExchange exchange, String body) throws IOException {
    int answer = ANSWERS.incrementAndGet();
    StringBuilder text =
        new StringBuilder("{\"word\":\"accepted\",\"receipt\":\"F-" + answer + "\",\"commands\":[");
    for (int i = 0; i < COMMANDS; i++) {
      text.append(i == 0 ? "" : ",")
          .append("{\"do\":\"rate\",\"type\":\"item\",\"perSecond\":")
          .append(100 + (answer * 31 + i) % 900)
          .append(",\"why\":\"")
          .append(answer)
          .append(i)
          .append("\"}");
    }
    Lookout.answer(exchange, 200, text.append("]}").toString());
  }
}
