package io.shangda.hub.platform;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a route takes from the settings is one of them, or who sets it cannot start the hub. */
class RouteSettingsTest {
  private static final Pattern SETTING = Pattern.compile("\\{\\{(shangda\\.[a-z.-]+):(\\w+)}}");

  @Test
  void shouldKnowEverySettingThatARouteTakesWithTheSameDefault() throws IOException {
    Map<String, String> taken = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".camel.yaml")).toList()) {
        SETTING
            .matcher(Files.readString(file))
            .results()
            .forEach(one -> taken.put(one.group(1), one.group(2)));
      }
    }
    assertThat(taken).containsKeys("shangda.retention.clock", "shangda.archive.clock");

    HubSettings unset = settings(Map.of());

    assertThat(taken.keySet().stream().collect(Collectors.toMap(n -> n, n -> value(unset, n))))
        .isEqualTo(taken);
    Map<String, String> others = new TreeMap<>();
    taken.keySet().forEach(name -> others.put(name, "4711"));
    HubSettings set = settings(others); // an unknown one would be refused
    assertThat(taken.keySet()).allMatch(name -> value(set, name).equals("4711"));
  }

  private static HubSettings settings(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(HubSettings.class)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(HubSettings.class);
  }

  /** By its name: {@code shangda.pull.connect-timeout} is {@code pull().connectTimeout()}. */
  private static String value(HubSettings settings, String name) {
    Object value = settings;
    for (String part : name.substring("shangda.".length()).split("\\.")) {
      String method =
          Pattern.compile("-(\\w)").matcher(part).replaceAll(m -> m.group(1).toUpperCase(ROOT));
      try {
        value = interfaceOf(value).getMethod(method).invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError("There is no setting " + name, e);
      }
    }
    return value.toString();
  }

  /** The class behind it is made at run time and not public. */
  private static Class<?> interfaceOf(Object settings) {
    return Arrays.stream(settings.getClass().getInterfaces())
        .filter(type -> type.getName().startsWith(HubSettings.class.getName()))
        .findFirst()
        .orElseThrow();
  }
}
