package io.shangda.hub.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a site sets for a node, in {@code config/application.properties} or the environment. */
@ConfigMapping(prefix = "shangda")
public interface HubSettings {
  /** Name of this hub in every push. */
  @WithDefault("shangda")
  String hub();

  /** Name of this node, as a lease shows it; default: the host's name and the process number. */
  Optional<String> node();

  /** Folder with sources, targets, mappings and the rest. */
  @WithDefault("config")
  String configDir();

  /** True: this node makes the folder the running configuration at its start. */
  @WithDefault("true")
  boolean apply();

  /** True: the stand-ins for systems below and above run in this process. */
  @WithDefault("false")
  boolean sandbox();

  /**
   * First of the five ports in a row of the stand-ins; their sources and targets in {@code config/}
   * name the other four and have to follow.
   */
  @WithDefault("8090")
  int sandboxPort();

  /** True: the stand-ins run, but in another process; only their sources and targets are here. */
  @WithDefault("false")
  boolean sandboxElsewhere();

  /** Folder for what this node keeps to itself: the first password, the key of the sessions. */
  @WithDefault("data")
  String data();

  /**
   * Address the hub listens on: this machine only, until the site has said otherwise; {@code
   * 0.0.0.0} is all.
   */
  @WithDefault("127.0.0.1")
  String listen();

  /**
   * Proxies whose word is taken on who asks, by which scheme and host: addresses or ranges such as
   * 10.0.0.0/8; none by default.
   */
  Optional<List<String>> trustedProxies();

  /**
   * HTTP proxy by which pulls and pushes go out, {@code host:port}; a source or target may name its
   * own, or {@code none}. Not used for this machine itself.
   */
  Optional<String> proxy();

  Secrets secrets();

  /** What a configuration may refer to. */
  interface Secrets {
    /** Only files below this folder. */
    @WithDefault("secrets")
    String folder();
  }

  /** Free megabytes on its disk below which nothing more is pulled into the embedded database. */
  @WithDefault("100")
  int dataReserve();

  Connections database();

  Retention retention();

  Archive archive();

  Admin admin();

  Broker broker();

  Pull pull();

  Relay relay();

  Following configuration();

  Reconcile reconcile();

  Statistics statistics();

  Tally tally();

  Seal seal();

  /** The database, whichever it is. */
  interface Connections {
    /**
     * Connections of this node; default: as many as can be at work at once, by the targets'
     * concurrency, the pull slots, the clocks and some requests to the API.
     */
    Optional<Integer> connections();
  }

  /** Taking away what is older than its time; times in milliseconds. */
  interface Retention {
    /** Between two slices of a round. */
    @WithDefault("1000")
    int clock();
  }

  /** Audit events that are no longer in the database; times in milliseconds. */
  interface Archive {
    /** Where archives are written; nodes that share it can each write the next one. */
    @WithDefault("data/archive")
    String folder();

    /** How often it is looked whether seals can be archived. */
    @WithDefault("2000")
    int clock();
  }

  Anchor anchor();

  /** The first user, {@code admin}. */
  interface Admin {
    /** Its password at the very first start; default: a random one, written to a file. */
    Optional<String> password();
  }

  /** The broker inside the process. */
  interface Broker {
    /** False: an external broker is reached by its url. */
    @WithDefault("true")
    boolean embedded();

    /** Where the embedded broker keeps its journal. */
    @WithDefault("data/artemis")
    String folder();
  }

  /** Pulling on this node; times in milliseconds. */
  interface Pull {
    /** Sources pulled at once. */
    @WithDefault("8")
    int slots();

    /** Silence of a node after which its sources are pulled by another; at least 3000. */
    @WithDefault("30000")
    int lease();

    /**
     * A run that has lasted longer gives its slot to a source that waits for one, behind the page
     * it is at, and goes on from there when the others have had their turn.
     */
    @WithDefault("300000")
    int turn();

    /** How often due sources are looked for; besides, whenever a run has ended. */
    @WithDefault("100")
    int clock();

    /** Longest wait for a connection to a source. */
    @WithDefault("10000")
    int connectTimeout();

    /** Longest wait for a free connection of this node. */
    @WithDefault("30000")
    int connectionWait();

    /** Connections to one host. */
    @WithDefault("4")
    int connectionsPerHost();

    /** Connections to all hosts. */
    @WithDefault("64")
    int connections();
  }

  /** Waking up targets; times in milliseconds. */
  interface Relay {
    /** How often due batches are looked for. */
    @WithDefault("500")
    int clock();

    /** How often missed wake-ups are repaired. */
    @WithDefault("5000")
    int sweep();
  }

  /** Sealing evidence; times in milliseconds. */
  interface Seal {
    /**
     * File with the key, PKCS#8 in PEM; default: {@code seal-key.pem} in the data folder, made at
     * the first start. One that is named here must be there.
     */
    Optional<String> key();

    /** How often what was written since is sealed. */
    @WithDefault("1000")
    int clock();
  }

  /** Telling the newest seal to others. */
  interface Anchor {
    /** Between two anchors at one place, such as {@code 1h}. */
    @WithDefault("PT1H")
    Duration every();

    /** True: every push tells its target, in the header {@code Audit-Seal}. */
    @WithDefault("true")
    boolean push();

    /** A file elsewhere to which each anchor is appended. */
    Optional<String> file();

    /** Address of a time-stamping service (RFC 3161). */
    Optional<URI> tsa();

    /** How often it is looked whether one is due; in milliseconds. */
    @WithDefault("10000")
    int clock();
  }

  /** Taking over a newly applied configuration; times in milliseconds. */
  interface Following {
    /** How often a newer row is looked for. */
    @WithDefault("5000")
    int clock();
  }

  /** Comparing with targets; times in milliseconds. */
  interface Reconcile {
    /** How often it is looked whether a comparison or a manifest is due. */
    @WithDefault("5000")
    int clock();
  }

  /** The counts that the ledger shows; times in milliseconds. */
  interface Tally {
    /** Between two foldings of the changes into the counts. */
    @WithDefault("2000")
    int clock();
  }

  /** What the database knows of its tables' sizes; times in milliseconds. */
  interface Statistics {
    /** How often it is looked whether they are out of date. */
    @WithDefault("1000")
    int clock();
  }
}
