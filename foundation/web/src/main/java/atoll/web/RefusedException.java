package atoll.web;

import atoll.kernel.AtollException;

/** A refusal with an HTTP status of its own. */
public final class RefusedException extends AtollException {
  private final transient Problem problem;

  public RefusedException(Problem problem) {
    super(problem.code(), problem.detail());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
