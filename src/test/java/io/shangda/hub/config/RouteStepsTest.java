package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What came over a wire must not choose what a route does. */
class RouteStepsTest {
  private Path routes = Path.of("");

  @BeforeEach
  void inAFolderOfItsOwn(@TempDir Path folder) {
    routes = folder;
  }

  /**
   * A step that is refused.
   *
   * @param step as YAML, indented for a list of steps
   * @param said what the mistake names
   */
  record Refused(String step, String said) {
    @Override
    public String toString() {
      return step;
    }
  }

  static Stream<Refused> refused() {
    return Stream.of(
        new Refused("toD: {uri: 'direct:${header.x}'}", ".toD: found a step"),
        new Refused("recipientList: {simple: '${body}'}", ".recipientList: found a step"),
        new Refused("routingSlip: {header: x}", ".routingSlip: found a step"),
        new Refused("dynamicRouter: {method: {ref: secrets}}", ".dynamicRouter: found a step"),
        new Refused("enrich: {simple: 'direct:${body}'}", ".enrich: found a step"),
        new Refused("pollEnrich: {constant: 'file:/etc'}", ".pollEnrich: found a step"),
        new Refused("wireTap: {uri: 'direct:${body}'}", ".wireTap: found a step"),
        new Refused("script: {groovy: '1'}", ".script: found a step"),
        new Refused("process: {ref: x}", ".process: found a step"),
        new Refused("unmarshal: {json: {}}", ".unmarshal: found a step"),
        new Refused("setBody: {groovy: 'body.execute()'}", "the language 'groovy'"),
        new Refused("setBody: {csimple: '${body}'}", "the language 'csimple'"),
        new Refused(
            "setBody: {expression: {language: {language: simple, expression: '${body}'}}}",
            "the language 'language'"),
        new Refused("setBody: {expression: {ref: {expression: x}}}", "the language 'ref'"),
        new Refused("setBody: {ref: x}", "an expression by reference"),
        new Refused("setBody: {simple: '${bean:secrets?method=resolve}'}", "'${bean:secrets"),
        new Refused("setBody: {simple: '${type:java.lang.Runtime}'}", "'${type:java"),
        new Refused("setBody: {simple: '${ref:secrets}'}", "'${ref:secrets}'"),
        new Refused("setBody: {simple: '${env:HOME}'}", "'${env:HOME}'"),
        new Refused("setBody: {simple: '${sys:user.home}'}", "'${sys:user.home}'"),
        new Refused("setBody: {simple: '${camelContext.version}'}", "'${camelContext"),
        new Refused("setBody: {simple: '${exchange.context.name}'}", "'${exchange.context"),
        new Refused("setBody: {simple: '${body.class.name}'}", "'${body.class.name}'"),
        new Refused(
            "setBody: {simple: '${exchangeProperty.source.getClass()}'}", "source.getClass()}'"),
        new Refused("setBody: {simple: '${bodyAs(java.io.File)}'}", "'${bodyAs(java.io.File)}'"),
        new Refused("setBody: {simple: '${header.${header.x}}'}", "a function inside a function"),
        new Refused("setBody: {simple: '$simple{bean:x}'}", "'${bean:x}'"),
        new Refused(
            "filter: {simple: '${body} regex ${header.x}', steps: []}", "a pattern or a class"),
        new Refused("log: {message: '${bean:x}'}", "'${bean:x}'"),
        new Refused("log: '${bean:x}'", "'${bean:x}'"),
        new Refused("setHeader: {name: '${body}', constant: x}", "the name '${body}'"),
        new Refused("setHeader: {name: CamelBeanMethodName, simple: '${body}'}", "the name 'Camel"),
        new Refused("setHeader: {name: camelFileName, constant: x}", "the name 'camelFileName'"),
        new Refused("setHeader: {name: JMSReplyTo, constant: x}", "the name 'JMSReplyTo'"),
        new Refused("setHeader: {name: CamelHttpUri, simple: '${body}'}", "an address made of"),
        new Refused(
            "setHeader: {name: CamelHttpUri, expression: {simple: {expression:"
                + " '${exchangeProperty.cursor}'}}}",
            "an address made of"),
        new Refused("setHeader: {name: CamelHttpUri, header: next}", "an address made of"),
        new Refused("setHeader: {name: CamelHttpPath, simple: '${body}'}", "an address made of"),
        new Refused("setProperty: {name: source, constant: x}", "the property 'source'"),
        new Refused("setProperty: {name: run, constant: x}", "the property 'run'"),
        new Refused("setProperty: {name: failure, simple: '${header.x}'}", "'failure' made of"),
        new Refused("setProperty: {name: afterCommit, header: x}", "'afterCommit' made of"),
        new Refused("setProperty: {name: afterCommit, constant: 'true'}", "no hook"),
        new Refused("bean: {ref: delivering, method: claim}", "the bean 'delivering'"),
        new Refused("bean: {beanType: java.lang.Runtime, method: exec}", "no bean by its name"),
        new Refused("bean: {ref: '#class:java.io.File'}", "a class named in a text"),
        new Refused("bean: {ref: secrets, method: 'resolve(${body})'}", "secrets resolved in"),
        new Refused(
            "setBody: {method: {ref: secrets, method: 'resolve(${header.x})'}}",
            "secrets resolved in"),
        new Refused("setBody: {method: {beanType: java.lang.System}}", "a method of no bean"),
        new Refused("to: 'class:java.lang.Runtime'", "the component 'class'"),
        new Refused("to: {uri: 'file:/tmp'}", "the component 'file'"),
        new Refused("to: {uri: 'bean:secrets'}", "the component 'bean'"),
        new Refused("to: {uri: 'language:simple'}", "the component 'language'"),
        new Refused("to: {uri: 'exec:sh'}", "the component 'exec'"),
        new Refused("to: {uri: jms, parameters: {destinationName: a}}", "the component 'jms'"),
        new Refused("to: {uri: 'direct:${body}'}", "a uri that is made at run time"),
        new Refused("to: {uri: http, parameters: {httpUri: a.invalid}}", "no httpClientConfigurer"),
        new Refused(
            "to: {uri: http, parameters: {httpUri: a.invalid, httpClientConfigurer:"
                + " '#pullHttpClient', transferException: true}}",
            "the option 'transferException'"),
        new Refused(
            "to: {uri: http, parameters: {httpUri: a.invalid, httpClientConfigurer:"
                + " '#pullHttpClient', followRedirects: true}}",
            "the option 'followRedirects'"),
        new Refused(
            "split: {simple: '${body}', aggregationStrategy: '#class:x.Y', steps: []}",
            "a class named in a text"),
        new Refused("choice: {when: [{simple: '${bean:x}', steps: []}]}", "'${bean:x}'"),
        new Refused(
            "doTry: {steps: [], doCatch: [{exception: [java.lang.Exception], steps: [{toD:"
                + " 'direct:${body}'}]}]}",
            ".toD: found a step"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldRefuseAStepByWhichDataCouldChoose(Refused refused) throws IOException {
    write("connectors/pull-x.camel.yaml", route("        - " + refused.step()));

    List<String> mistakes = mistakes();

    assertThat(mistakes)
        .anySatisfy(
            mistake ->
                assertThat(mistake)
                    .startsWith("routes/connectors/pull-x.camel.yaml")
                    .contains(refused.said())
                    .contains("; expected "));
  }

  @Test
  void shouldNameFileLineRouteAndStep() throws IOException {
    write("connectors/pull-x.camel.yaml", route("        - toD: {uri: 'direct:${header.x}'}"));

    assertThat(mistakes())
        .containsExactly(
            "routes/connectors/pull-x.camel.yaml:8 pull-x.toD: found a step that a message could"
                + " lead anywhere, or that is not needed here; expected 'to' with a fixed uri");
  }

  @ParameterizedTest
  @MethodSource("besideSteps")
  void shouldRefuseWhatNamesClassesBesideTheSteps(String yaml) throws IOException {
    write("more.camel.yaml", yaml);

    assertThat(mistakes()).isNotEmpty().allMatch(m -> m.startsWith("routes/more.camel.yaml"));
  }

  static Stream<String> besideSteps() {
    return Stream.of(
        "- beans: [{name: x, type: java.lang.Runtime}]\n",
        "- rest: {path: /x}\n",
        "- from: {uri: 'timer:x', steps: []}\n",
        "- route: {id: x, description: x, group: x, routePolicy: '#class:x.Y', from: {uri:"
            + " 'direct:x'}}\n",
        "- route: {id: x, description: x, group: x, from: {uri: 'file:/tmp'}}\n",
        "- route: {id: x, description: x, group: x, from: {uri: 'direct:x', steps: [{toD:"
            + " 'direct:${body}'}]}}\n",
        "- routeConfiguration: {id: x, onException: [{onException: {exception:"
            + " [java.lang.Exception], steps: [{toD: 'direct:${body}'}]}}]}\n",
        "- routeTemplate: {id: x, description: x, beans: [{name: x, type: y}], route: {id: y,"
            + " description: x, group: x, from: {uri: 'direct:x'}}}\n");
  }

  @Test
  void shouldTakeTheConnectorsThatTheManualShows() throws IOException {
    Matcher block =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("routes/README.md")));
    int examples = 0;
    while (block.find()) {
      Matcher id = Pattern.compile("- route:\n    id: (\\S+)").matcher(block.group(1));
      if (id.find()) {
        write("connectors/" + id.group(1) + ".camel.yaml", block.group(1));
        examples++;
      }
    }

    assertThat(examples).isGreaterThanOrEqualTo(2);
    assertThat(mistakes()).isEmpty();
  }

  private List<String> mistakes() {
    return new ArrayList<>(
        RouteFiles.read(routes).mistakes().stream().map(ConfigMistake::toString).toList());
  }

  private static String route(String steps) {
    return """
    - route:
        id: pull-x
        description: Pulls
        group: connector
        from:
          uri: direct:pull-x
          steps:
    """
        + steps
        + "\n";
  }

  private void write(String name, String text) throws IOException {
    Path file = routes.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
