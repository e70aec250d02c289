package io.shangda.hub.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds secrets that are written out, also where a connector's options are free-form and no schema
 * knows which of them are secret.
 */
final class SecretRules {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(.*[-_])?(secret|password|passwd|passphrase|token|api-?key|app-?key|private-?key"
              + "|access-?key)");
  private static final Pattern CREDENTIAL_HEADER =
      Pattern.compile("(?i)(proxy-)?authorization|cookie|x-.*(key|token|secret|sign)");
  private static final Pattern PLACE_OF_SECRETS =
      Pattern.compile("\\.(auth|sign|headers|token)\\.");
  private static final Pattern SANDBOX = Pattern.compile("\\$\\{sandbox:[^}]*}");
  private static final Pattern USER_IN_URL = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s]*@.*");

  private final Mistakes mistakes;
  private final boolean sandbox;

  SecretRules(Mistakes mistakes, boolean sandbox) {
    this.mistakes = mistakes;
    this.sandbox = sandbox;
  }

  /** Whether a key's value must not be shown. */
  static boolean isSecret(String key) {
    return NAME.matcher(key).matches() || CREDENTIAL_HEADER.matcher(key).matches();
  }

  /** Whether a secret may have slipped into a key by a slip of indentation. */
  static boolean isNearSecret(String path) {
    return List.of(path.split("\\.")).stream()
        .anyMatch(key -> isSecret(key) || key.equals("auth") || key.equals("sign"));
  }

  /** Looks through the options of a connector, at every depth. */
  void check(String path, String key, Value value) {
    if (value instanceof Value.Fields fields) {
      fields.byKey().forEach((name, below) -> check(path + "." + name, name, below));
    } else if (value instanceof Value.Items items) {
      items.list().forEach(item -> check(path, key, item));
    } else {
      checkText(path, key, value);
    }
  }

  private void checkText(String path, String key, Value value) {
    String text = value.json().asText();
    if (mistakes.has(value.place(), path)) {
      return; // a placeholder without a column
    }
    boolean namesHeader = key.endsWith("-header") || key.endsWith("-parameter");
    if (isSecret(key) && !namesHeader && !text.isEmpty() && !Secrets.isReference(text)) {
      mistakes.add(
          value.place(),
          path,
          "a secret written out",
          "a reference: ${env:SHANGDA_SECRET_NAME} or ${file:name}");
    }
    if (USER_IN_URL.matcher(text).matches()) {
      mistakes.add(
          value.place(), path, "a url with user and password", "a url without; use 'auth'");
    }
    checkReferences(path, key, value.place(), text);
    if (!sandbox && SANDBOX.matcher(text).find()) {
      mistakes.add(
          value.place(),
          path,
          "a sandbox secret, which everyone knows",
          "${env:SHANGDA_SECRET_NAME} or ${file:name}, as 'sandbox: true' is not set here");
    }
  }

  /** What is no secret may be logged, shown and stored. */
  private void checkReferences(String path, String key, Place place, String text) {
    Optional<String> fault = Secrets.fault(text);
    if (fault.isPresent()) {
      mistakes.add(
          place,
          path,
          fault.get(),
          "${env:SHANGDA_SECRET_NAME}, or ${file:name} of a file below the folder of secrets");
    } else if (Secrets.isReference(text)
        && !isSecret(key)
        && !PLACE_OF_SECRETS.matcher(path).find()) {
      mistakes.add(
          place,
          path,
          "a reference to a secret",
          "a text without: a secret stands only in auth, sign, token and headers, or under a key"
              + " that is named like one (secret, password, token, api-key)");
    }
  }
}
