package io.shangda.hub.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.junit.jupiter.api.Test;

/** What a library brings to the class path is not thereby something that a route can be made of. */
@QuarkusTest
@TestProfile(OperateProfile.class)
class ComponentsTest {
  private static final String SERVICES = "META-INF/services/org/apache/camel/";

  @Inject CamelContext camel;

  @Test
  void shouldHaveNoComponentBesidesThoseOfTheRoutes() throws IOException {
    Set<String> there = new TreeSet<>();
    for (String name : onTheClassPath("component/")) {
      if (camel.getComponent(name) != null) {
        there.add(name);
      }
    }

    assertThat(there)
        .containsExactly("bean", "direct", "http", "https", "jms", "log", "seda", "timer");
  }

  @Test
  void shouldHaveNoLanguageBesidesThoseOfTheRoutes() throws IOException {
    Set<String> there = new TreeSet<>();
    for (String name : onTheClassPath("language/")) {
      try {
        camel.resolveLanguage(name);
        there.add(name);
      } catch (NoSuchLanguageException e) {
        assertThat(e).hasMessageContaining(name);
      }
    }

    assertThat(there)
        .containsExactly(
            "bean", "constant", "exchangeProperty", "header", "simple", "tokenize", "variable");
  }

  /** Names of all services of a kind, whichever jar has them. */
  private static Set<String> onTheClassPath(String kind) throws IOException {
    Set<String> names = new TreeSet<>();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    for (URL folder : Collections.list(loader.getResources(SERVICES + kind))) {
      if (folder.openConnection() instanceof JarURLConnection jar) {
        jar.getJarFile().stream()
            .map(entry -> entry.getName())
            .filter(name -> name.matches(SERVICES + kind + "[a-zA-Z0-9-]+"))
            .forEach(name -> names.add(name.substring((SERVICES + kind).length())));
      }
    }
    return names;
  }
}
