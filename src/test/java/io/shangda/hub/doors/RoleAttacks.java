package io.shangda.hub.doors;

import io.shangda.hub.doors.AttackedHub.Door;
import io.shangda.hub.support.RawHttp;
import java.io.IOException;
import java.util.List;

/** Every visitor at every door, in each way to log in: he gets what he may, and nothing else. */
final class RoleAttacks {
  private static final String GROUP = "1 requests";

  /** Would be done, if it were let in. */
  private static final String WISH =
      "{\"reason\":\"attack\",\"title\":\"attack\",\"name\":\"attack\",\"roles\":[\"admin\"],"
          + "\"password\":\"a long passphrase\",\"active\":true,\"days\":1}";

  private final AttackedHub hub;

  RoleAttacks(AttackedHub hub) {
    this.hub = hub;
  }

  void byToken() throws IOException {
    Attacks attacks = new Attacks(GROUP, "every role and none at every endpoint, by token");
    for (Visitor visitor : hub.visitors()) {
      for (Door door : hub.doors()) {
        knock(attacks, visitor, door);
      }
    }
    attacks.end();
  }

  void byCookie() throws IOException {
    Attacks attacks = new Attacks(GROUP, "the same by the cookies of the login page");
    int number = 0;
    for (Visitor visitor : hub.visitors()) {
      Visitor known = visitor.byCookie(hub.door());
      for (Door door : hub.doors()) {
        if (AttackedHub.isTried(number++, 3)) {
          knock(attacks, known, door);
        }
      }
    }
    attacks.end();
  }

  /** A password is dear to look at, so that each build knocks at a part of the doors only. */
  void byPassword() throws IOException {
    Attacks attacks = new Attacks(GROUP, "the same by name and password");
    int number = 0;
    for (Visitor visitor : hub.visitors()) {
      if (visitor.roles().isEmpty()) {
        continue; // wrong ones are slowed down, and lock whoever sends them
      }
      for (Door door : hub.doors()) {
        if (AttackedHub.isTried(number++, 7)) {
          knock(attacks, visitor.byPassword(), door);
        }
      }
    }
    attacks.end();
  }

  private void knock(Attacks attacks, Visitor visitor, Door door) throws IOException {
    boolean may = visitor.mayAny(door.roles());
    // who may is not to do anything by it; who may not asks for all he can
    String body = door.method().equals("GET") ? "" : may ? "{}" : WISH;
    RawHttp.Answer answer =
        hub.door()
            .send(door.method(), door.path(), body, List.of(visitor.header(), AttackedHub.JSON));
    boolean refused = answer.status() == 401 || answer.status() == 403;
    boolean held = may ? !refused : answer.status() == (visitor.roles().isEmpty() ? 401 : 403);
    attacks.note(held, visitor.name() + ": " + door, answer);
  }
}
