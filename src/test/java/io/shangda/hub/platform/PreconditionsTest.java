package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.HubProcess;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreconditionsTest {
  private final Path folder;

  PreconditionsTest(@TempDir Path folder) {
    this.folder = folder;
    HubProcess.copy(Path.of("routes"), folder.resolve("routes"));
  }

  @Test
  void shouldFindNothingWhereAllIsGood() {
    assertThat(trouble(HubProcess.freePort())).isEmpty();
  }

  @Test
  void shouldNameFileLineAndWhatWasExpectedOfEveryMistakeInTheRoutes() throws IOException {
    Files.writeString(folder.resolve("routes/more.camel.yaml"), "- route: {id: More}\n");
    Files.writeString(
        folder.resolve("routes/steps.camel.yaml"),
        """
        - route:
            id: steps
            description: Steps
            group: pull
            from:
              uri: direct:steps
              steps:
                - teleport: b
        """);

    assertThat(trouble(0).orElse(""))
        .startsWith("The routes have mistakes, nothing was started:\n  routes/")
        .contains("routes/more.camel.yaml:1 ", "; expected ")
        .contains("routes/steps.camel.yaml:8 steps.teleport: found ", "teleport");
  }

  @Test
  void shouldSayWhichPortIsTakenAndHowToChooseAnother() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThat(trouble(taken.getLocalPort()).orElse(""))
          .startsWith("Port " + taken.getLocalPort() + " cannot be used")
          .contains("QUARKUS_HTTP_PORT")
          .doesNotContain("\n");
    }
  }

  @Test
  void shouldSayWhichPortOfTheSandboxIsTakenButOnlyIfItIsWanted() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Preconditions wanted = new Preconditions(folder, settings(0, true), ports(port));
      Preconditions unwanted = new Preconditions(folder, settings(0, false), ports(port));

      assertThat(wanted.trouble().orElse(""))
          .startsWith("Port " + port + " cannot be used")
          .contains("SHANGDA_SANDBOX");
      assertThat(unwanted.trouble()).isEmpty();
    }
  }

  @Test
  void shouldSayThatTheDataFolderCannotBeWrittenAndWhatToDo() throws IOException {
    Files.writeString(folder.resolve("data"), "a file where the folder should be");

    assertThat(trouble(0).orElse(""))
        .startsWith("The data folder '" + folder.resolve("data") + "' cannot be written")
        .contains("a file is in its place", "Nothing was started", "start again")
        .doesNotContain("\n");
  }

  private static io.shangda.hub.sandbox.SandboxSettings.Ports ports(int taken) {
    return new io.shangda.hub.sandbox.SandboxSettings.Ports(0, 0, 0, taken, 0);
  }

  private Optional<String> trouble(int port) {
    return new Preconditions(folder, settings(port, false), ports(0)).trouble();
  }

  private static org.eclipse.microprofile.config.Config settings(int port, boolean sandbox) {
    return new SmallRyeConfigBuilder()
        .withSources(
            new PropertiesConfigSource(
                Map.of("quarkus.http.port", "" + port, "shangda.sandbox", "" + sandbox),
                "test",
                100))
        .build();
  }
}
