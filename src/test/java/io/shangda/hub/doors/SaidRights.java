package io.shangda.hub.doors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** What the console may show and do, as {@code doors/jolokia.txt} says, once more than the code. */
final class SaidRights {
  /** Would tell of the process, its settings or what goes through it, on any MBean. */
  private static final Set<String> NEVER =
      Set.of(
          "SystemProperties",
          "InputArguments",
          "ClassPath",
          "BootClassPath",
          "LibraryPath",
          "DiagnosticOptions",
          "GlobalOptions",
          "EndpointProperties",
          "MessagesAsXml",
          "ExtendedCamelContext");

  private record Right(ObjectName beans, Set<String> viewer, Set<String> operator) {}

  private final List<Right> rights = new ArrayList<>();

  SaidRights() {
    try (InputStream file =
        Objects.requireNonNull(SaidRights.class.getResourceAsStream("/doors/jolokia.txt"))) {
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] part = line.split(" +", 2);
          String[] operations = part[1].split("\\|", 2);
          rights.add(
              new Right(new ObjectName(part[0]), words(operations[0]), words(operations[1])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : Set.of(text.strip().split(" +"));
  }

  boolean mayRead(Visitor visitor, ObjectName bean, String attribute) {
    return visitor.may("viewer")
        && !NEVER.contains(attribute)
        && rights.stream().anyMatch(right -> right.beans().apply(bean));
  }

  /**
   * @param operation with its signature
   */
  boolean mayCall(Visitor visitor, ObjectName bean, String operation) {
    String name = operation.replaceFirst("\\(.*", "");
    return rights.stream()
        .filter(right -> right.beans().apply(bean))
        .anyMatch(
            right ->
                (visitor.may("viewer") && right.viewer().contains(name))
                    || (visitor.may("operator") && right.operator().contains(name)));
  }
}
