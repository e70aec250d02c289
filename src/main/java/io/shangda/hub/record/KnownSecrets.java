package io.shangda.hub.record;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The secrets that this process has used, so that they can be taken out of what others write: a
 * platform that answers 401 may repeat the token it was sent, and what it writes is logged, shown
 * and kept for ever.
 *
 * <p>A secret of under {@value #SHORTEST} characters is not looked for: it would be found in
 * receipts and numbers where it is none. A secret is found as it is, and as it stands in a URL, in
 * JSON, in HTML and in Base64.
 *
 * <p>One for the process: whoever puts a secret into a request and whoever writes down the answer
 * know nothing of each other, and a text that is not masked for want of a parameter is a leak.
 */
public final class KnownSecrets {
  /** Characters of the shortest secret that is masked. */
  public static final int SHORTEST = 8;

  /** What stands in the place of a secret. */
  public static final String MASK = "[secret]";

  /** Tokens that are fetched anew each hour from thousands of sources must not pile up. */
  private static final int MOST = 50_000;

  private static final int GRAM = 4;
  private static final int BITS = 1 << 16;

  private static final KnownSecrets OF_THIS_PROCESS = new KnownSecrets();

  private final Set<String> noted = ConcurrentHashMap.newKeySet();
  private final Map<Integer, List<String>> byBeginning = new ConcurrentHashMap<>();

  /** Which beginnings there are, so that text without any secret costs a look at a bit. */
  private final AtomicLongArray beginnings = new AtomicLongArray(BITS / Long.SIZE);

  KnownSecrets() {}

  /** Those of this process. */
  public static KnownSecrets ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Remembers a secret; of one with several lines, each line too. */
  public void note(String secret) {
    if (noted.contains(secret) || secret.length() < SHORTEST || noted.size() >= MOST) {
      return;
    }
    noted.add(secret);
    forms(secret).forEach(this::add);
    if (secret.indexOf('\n') >= 0) {
      secret.lines().map(String::strip).forEach(this::note);
    }
  }

  private static Collection<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
    forms.add(secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    forms.add(new String(bytes, StandardCharsets.ISO_8859_1)); // as masked(byte[]) sees it
    forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    return forms;
  }

  private void add(String form) {
    int gram = gram(form, 0);
    List<String> same = byBeginning.computeIfAbsent(gram, g -> new CopyOnWriteArrayList<>());
    if (!same.contains(form)) {
      same.add(form);
    }
    int bit = bit(gram);
    beginnings.accumulateAndGet(bit / Long.SIZE, 1L << bit, (before, more) -> before | more);
  }

  /** The text with {@link #MASK} for each secret in it; the text itself if there is none. */
  public String masked(String text) {
    if (noted.isEmpty()) {
      return text;
    }
    StringBuilder masked = null;
    int copied = 0;
    for (int i = 0; i + SHORTEST <= text.length(); i++) {
      int length = secretAt(text, i);
      if (length > 0) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, i).append(MASK);
        copied = i + length;
        i = copied - 1;
      }
    }
    return masked == null ? text : masked.append(text, copied, text.length()).toString();
  }

  /** The same of bytes, which may be of any character set that has ASCII in it. */
  public byte[] masked(byte[] bytes) {
    if (noted.isEmpty()) {
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String masked = masked(text);
    return masked.equals(text) ? bytes : masked.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether one of them stands in a document that is to leave, in UTF-8. */
  public boolean areIn(byte[] document) {
    if (noted.isEmpty()) {
      return false;
    }
    String text = new String(document, StandardCharsets.ISO_8859_1);
    for (int i = 0; i + SHORTEST <= text.length(); i++) {
      if (secretAt(text, i) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The longest that begins there; 0 if none does. */
  private int secretAt(String text, int at) {
    int gram = gram(text, at);
    int bit = bit(gram);
    if ((beginnings.get(bit / Long.SIZE) & 1L << bit) == 0) {
      return 0;
    }
    int longest = 0;
    for (String form : byBeginning.getOrDefault(gram, List.of())) {
      if (form.length() > longest && text.startsWith(form, at)) {
        longest = form.length();
      }
    }
    return longest;
  }

  private static int gram(String text, int at) {
    int gram = 0;
    for (int i = at; i < at + GRAM; i++) {
      gram = gram * 31 + text.charAt(i);
    }
    return gram;
  }

  private static int bit(int gram) {
    return (gram * 0x9E3779B9) >>> Short.SIZE;
  }
}
