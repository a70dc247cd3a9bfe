package dev.samara.http.mount;

/** How a step of a {@link PathHandler.Stepwise} ends. */
public sealed interface Step permits Step.Answer, NotReady {

  /**
   * With the answer, which is the last step.
   *
   * @param reply the answer; what is left of the body is not looked at
   */
  record Answer(Reply reply) implements Step {}
}
