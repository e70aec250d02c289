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
import io.shangda.hub.support.CoreWorld;
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

  @Inject CoreWorld world;

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
  void shouldPauseResumeAndPullASourceByItsMBean() {
    try (Page page = browser.newPage()) {
      logIn(page);
      operations(page, "Source", "town");

      run(page, "pause", "Source 'town' is paused");
      assertThat(paused("source_state", "source", "town")).isTrue();
      screenshot(page, "source-paused");
      run(page, "resume", "Source 'town' is pulled again");
      assertThat(paused("source_state", "source", "town")).isFalse();
      run(page, "pullNow", "Source 'town' is due now");
    }
  }

  @Test
  void shouldPauseProbeAndResumeATargetByItsMBean() {
    try (Page page = browser.newPage()) {
      logIn(page);
      operations(page, "Target", "province");

      run(page, "pause", "Target 'province' is paused");
      assertThat(paused("target_state", "target", "province")).isTrue();
      run(page, "probe", "target 'province'");
      run(page, "resume", "Target 'province' gets its deliveries again");
      assertThat(paused("target_state", "target", "province")).isFalse();
    }
  }

  private void operations(Page page, String type, String id) {
    page.navigate(console + "jmx");
    page.getByText("Expand all").click();
    Locator node = page.locator("[id='io.shangda.hub-" + type + "-" + id + "']");
    node.getByText(id).first().click();
    assertThat(page).hasURL(Pattern.compile(".*nid=io.shangda.hub-" + type + "-" + id));
    screenshot(page, type + "-attributes");
    page.getByText("Operations", new Page.GetByTextOptions().setExact(true)).first().click();
    page.getByText("This MBean supports").waitFor();
    screenshot(page, type + "-operations");
  }

  /** Fills in the reason and executes. */
  private static void run(Page page, String operation, String result) {
    Locator item =
        page.locator("#jmx-operation-list > li")
            .filter(new Locator.FilterOptions().setHasText(operation + "(String)"));
    item.locator("button").first().click();
    assertThat(item).containsText("reason");
    item.locator("input").first().fill("Seen in the console");
    item.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Execute")).click();
    assertThat(item).containsText(result);
  }

  private boolean paused(String table, String column, String id) {
    return world.number(
            "select count(*) from " + table + " where paused and " + column + " = ?", id)
        == 1;
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
