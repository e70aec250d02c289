package io.shangda.hub.push;

/** What targets are told of the evidence with every request, in the header {@value #HEADER}. */
public interface SealNews {
  String HEADER = "Audit-Seal";

  /** Nothing is told. */
  SealNews NONE =
      new SealNews() {
        @Override
        public String newest() {
          return "";
        }

        @Override
        public void answered(String target, String header, String date) {}
      };

  /** Number and hash of the newest seal; empty if nothing is to be told. */
  String newest();

  /**
   * A target took a request that told it.
   *
   * @param header as it was sent
   * @param date header of the answer; may be empty
   */
  void answered(String target, String header, String date);
}
