package io.shangda.hub.operate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** In a real browser: Chromium as the system has it. */
@QuarkusTest
@TestProfile(OperateProfile.class)
class ConsoleTest {
  @SuppressWarnings("NullAway.Init")
  private static Playwright playwright;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  @TestHTTPResource("/hawtio/")
  URI console;

  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @BeforeAll
  static void open() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(List.of("--no-sandbox")));
  }

  @AfterAll
  static void close() {
    playwright.close();
  }

  @Test
  void shouldShowTheRoutesAsADiagramAfterLogin() {
    try (Page page = browser.newPage()) {
      List<String> failures = new ArrayList<>();
      page.onResponse(
          response -> {
            if (response.status() >= 400) {
              failures.add(response.status() + " " + response.url());
            }
          });
      logIn(page);

      page.navigate(console + "camel/routes");
      page.getByText("show-me").first().waitFor();
      screenshot(page, "routes");
      page.getByText("show-me").first().click();
      page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Route Diagram"))
          .or(page.getByText("Route Diagram"))
          .first()
          .click();

      Locator node = page.locator(".react-flow__node").first();
      node.waitFor();
      screenshot(page, "diagram");
      assertThat(page).hasTitle(Pattern.compile("上达.*|.*Shangda.*"));
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void shouldReturnToTheLoginPageAfterLogout() {
    try (Page page = browser.newPage()) {
      logIn(page);

      page.navigate(console + "auth/logout");

      assertThat(page).hasURL(Pattern.compile(".*/login"));
      page.navigate(console.toString());
      assertThat(page).hasURL(Pattern.compile(".*/login"));
    }
  }

  private void logIn(Page page) {
    page.navigate(console.toString());
    assertThat(page).hasURL(Pattern.compile(".*/login"));
    screenshot(page, "login");
    page.locator("#user").fill("admin");
    page.locator("#password").fill(AdminPassword.in(data));
    page.getByRole(AriaRole.BUTTON).click();
    page.waitForURL(Pattern.compile(".*/hawtio/.*"));
  }

  private static void screenshot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
  }
}
