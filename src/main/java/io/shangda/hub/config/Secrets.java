package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.KnownSecrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns references to secrets into secrets, at the moment one is needed; reads them anew each time,
 * so that a rotated secret is used at the next request. Each is made known to {@link KnownSecrets},
 * which takes it out of what others write.
 *
 * <p>References: {@code ${env:SHANGDA_SECRET_NAME}}, an environment variable whose name begins so;
 * {@code ${file:name}}, a file below the folder of secrets whose last line end is dropped; {@code
 * ${sandbox:NAME}}, a fixed secret everyone knows, which {@link ConfigReader} lets pass only where
 * {@code sandbox: true}. Nothing else can be referred to: who writes a configuration would read the
 * hub's own keys and passwords with it, and send them to a system of his choice.
 */
public final class Secrets {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{(?:env:(?<env>[A-Za-z_][A-Za-z0-9_]*)|file:(?<file>[^}]+)"
              + "|sandbox:(?<sandbox>[A-Za-z0-9_-]+))}");
  private static final Pattern LAST_LINE_END = Pattern.compile("\\R\\z");

  /** What the name of a variable begins with that may be referred to. */
  public static final String PREFIX = "SHANGDA_SECRET_";

  private static final Pattern FILE_NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");
  private static final int LONGEST_FILE = 64 * 1024;

  private final Function<String, @Nullable String> environment;
  private final Path folder;
  private final Path data;

  /**
   * @param environment value of an environment variable by its name, null if it is not set
   * @param folder where files of secrets are
   * @param data the hub's own folder; never read, also if it is below the other
   */
  public Secrets(Function<String, @Nullable String> environment, Path folder, Path data) {
    this.environment = environment;
    this.folder = folder;
    this.data = data;
  }

  /** Secrets from the environment of this process and from a folder. */
  public static Secrets ofThisProcess(Path folder, Path data) {
    return new Secrets(System::getenv, folder, data);
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

  /** What is wrong with the references in a text, wherever it stands; empty if nothing is. */
  static Optional<String> fault(String text) {
    for (Matcher matcher = REFERENCE.matcher(text); matcher.find(); ) {
      String variable = matcher.group("env");
      String file = matcher.group("file");
      if (variable != null && !variable.startsWith(PREFIX)) {
        return Optional.of("a reference to a variable that does not begin with " + PREFIX);
      }
      if (file != null && !FILE_NAME.matcher(file).matches()) {
        return Optional.of("a reference to a file outside the folder of secrets");
      }
    }
    return Optional.empty();
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
      String secret = secret(matcher);
      KnownSecrets.ofThisProcess().note(secret);
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(secret));
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
    if (!name.startsWith(PREFIX)) {
      throw new Unavailable(
          "Secret ${env:" + name + "}: only variables that begin with " + PREFIX + " are read",
          null);
    }
    String value = environment.apply(name);
    if (value == null || value.isEmpty()) {
      throw new Unavailable(
          "Secret ${env:" + name + "}: the environment variable " + name + " is not set", null);
    }
    return value;
  }

  private String fromFile(String name) {
    try {
      if (!FILE_NAME.matcher(name).matches() || !isInside(folder.resolve(name).toRealPath())) {
        throw new Unavailable(
            "Secret ${file:" + name + "}: only files below the folder " + folder + " are read",
            null);
      }
      try (InputStream in = Files.newInputStream(folder.resolve(name).toRealPath())) {
        String text = new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8);
        return LAST_LINE_END.matcher(text).replaceFirst("");
      }
    } catch (IOException e) {
      throw new Unavailable(
          "Secret ${file:" + name + "}: the file cannot be read in the folder " + folder, e);
    }
  }

  /** Links are followed first: Kubernetes makes its secrets of them, within the folder. */
  private boolean isInside(Path file) throws IOException {
    return file.startsWith(folder.toRealPath())
        && (!Files.exists(data) || !file.startsWith(data.toRealPath()));
  }

  /** A secret that is referred to is not there; what needs it waits for a person. */
  public static final class Unavailable extends RuntimeException {
    Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
