package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns references to secrets into secrets, at the moment one is needed; keeps none, so that a
 * rotated secret is used at the next request.
 *
 * <p>References: {@code ${env:NAME}}, an environment variable; {@code ${file:/path}}, a file whose
 * last line end is dropped; {@code ${sandbox:NAME}}, a fixed secret everyone knows, which {@link
 * ConfigReader} lets pass only where {@code sandbox: true}.
 */
public final class Secrets {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{(?:env:(?<env>[A-Za-z_][A-Za-z0-9_]*)|file:(?<file>[^}]+)"
              + "|sandbox:(?<sandbox>[A-Za-z0-9_-]+))}");
  private static final Pattern LAST_LINE_END = Pattern.compile("\\R\\z");
  private final Function<String, @Nullable String> environment;

  /**
   * @param environment value of an environment variable by its name, null if it is not set
   */
  public Secrets(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /** Secrets from the environment of this process. */
  public static Secrets ofThisProcess() {
    return new Secrets(System::getenv);
  }

  /**
   * The secret behind {@code ${sandbox:<name>}}; no secret at all, so that sandboxes can share it.
   */
  public static String sandbox(String name) {
    return Hash.sha256("shangda sandbox " + name).hex().substring(0, 32);
  }

  /** Whether a text refers to a secret. */
  public static boolean isReference(String text) {
    return REFERENCE.matcher(text).find();
  }

  /**
   * The text with every reference in it resolved; the text itself if there is none.
   *
   * @throws Unavailable if a variable is not set or a file cannot be read
   */
  public String resolve(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(secret(matcher)));
    }
    return matcher.appendTail(resolved).toString();
  }

  /**
   * What cannot be resolved in a configuration's options now, each once, in the operator's words.
   */
  public Set<String> missing(JsonNode options) {
    Set<String> missing = new LinkedHashSet<>();
    if (options.isTextual()) {
      try {
        resolve(options.textValue());
      } catch (Unavailable e) {
        missing.add(String.valueOf(e.getMessage()));
      }
    }
    options.forEach(inner -> missing.addAll(missing(inner)));
    return missing;
  }

  private String secret(Matcher reference) {
    String variable = reference.group("env");
    if (variable != null) {
      return fromEnvironment(variable);
    }
    String file = reference.group("file");
    return file != null ? fromFile(file) : sandbox(String.valueOf(reference.group("sandbox")));
  }

  private String fromEnvironment(String name) {
    String value = environment.apply(name);
    if (value == null || value.isEmpty()) {
      throw new Unavailable(
          "Secret ${env:" + name + "}: the environment variable " + name + " is not set", null);
    }
    return value;
  }

  private static String fromFile(String path) {
    try {
      return LAST_LINE_END.matcher(Files.readString(Path.of(path))).replaceFirst("");
    } catch (IOException e) {
      throw new Unavailable("Secret ${file:" + path + "}: the file cannot be read", e);
    }
  }

  /** A secret that is referred to is not there; what needs it waits for a person. */
  public static final class Unavailable extends RuntimeException {
    Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
