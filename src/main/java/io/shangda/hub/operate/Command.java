package io.shangda.hub.operate;

import java.util.List;

/** One command of the hub's command line. */
interface Command {
  /** Nothing to complain about. */
  int GOOD = 0;

  /** It ran, and found something that a person should look at. */
  int FINDINGS = 1;

  /** It was called in a wrong way. */
  int WRONG_USE = 2;

  /** It could not run: a folder, the database or another part is not there. */
  int COULD_NOT_RUN = 3;

  String name();

  /** How it is called and what it does, a line each. */
  String usage();

  /** Runs to the end; gives the exit code. */
  int run(List<String> arguments);
}
