package io.shangda.hub.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The packaged hub, all who knock at it, and all its doors as it describes them itself. */
final class AttackedHub implements AutoCloseable {
  static final String JSON = "Content-Type: application/json";

  /** Stands in its environment. */
  static final String SECRET = "secret-of-the-doors-7f3a91";

  /** The whole suite tries everything; every build tries a part of what there is a lot of. */
  private static final boolean WHOLE = Boolean.getBoolean("doors");

  private final HubProcess hub;
  private final RawHttp door;
  private final List<Visitor> visitors;
  private final Set<String> described;
  private final SaidRoles said = new SaidRoles();

  /**
   * One method at one path.
   *
   * @param path as asked for, with something in the place of its parameters
   * @param roles that may use it
   */
  record Door(String method, String path, Set<String> roles) {
    boolean isApi() {
      return path.startsWith("/api/");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  AttackedHub(Path folder) throws IOException {
    hub = new HubProcess(folder).with("SHANGDA_SECRET_DOORS", SECRET).start();
    door = new RawHttp("127.0.0.1", hub.port());
    visitors = Visitor.of(hub);
    described = described(door, visitors.get(1));
  }

  HubProcess process() {
    return hub;
  }

  RawHttp door() {
    return door;
  }

  /** The stranger first. */
  List<Visitor> visitors() {
    return visitors;
  }

  Visitor visitor(String name) {
    return visitors.stream().filter(who -> who.name().equals(name)).findFirst().orElseThrow();
  }

  /** Method and path of everything in the API's description. */
  Set<String> described() {
    return described;
  }

  SaidRoles said() {
    return said;
  }

  /** Everything that is described, or that somebody has said the roles of. */
  List<Door> doors() {
    Set<String> all = new TreeSet<>(described);
    all.addAll(said.endpoints());
    List<Door> doors = new ArrayList<>();
    for (String endpoint : all) {
      String[] part = endpoint.split(" ", 2);
      doors.add(new Door(part[0], part[1].replaceAll("\\{[^}]*}", "1"), said.of(endpoint)));
    }
    return doors;
  }

  /**
   * Whether this build tries the attack with that number.
   *
   * @param share of so many every build tries one; a prime, so that it meets other doors by other
   *     people each time
   */
  static boolean isTried(int number, int share) {
    return WHOLE || number % share == 0;
  }

  private static Set<String> described(RawHttp door, Visitor viewer) throws IOException {
    String text = door.send("GET", "/q/openapi?format=json", viewer.header()).body();
    JsonNode paths = new ObjectMapper().readTree(text).path("paths");
    Set<String> all = new TreeSet<>();
    paths
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return all;
  }

  @Override
  public void close() {
    hub.close();
  }
}
