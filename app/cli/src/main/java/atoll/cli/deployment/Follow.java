package atoll.cli.deployment;

import atoll.cli.CliEnvironment;
import atoll.cli.Invocation;
import atoll.cli.Output;
import atoll.dms.api.ApiJson;
import atoll.dms.api.AtollApi;
import atoll.dms.api.DeploymentDocument;
import atoll.ensemble.Ensemble;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Submits an ensemble and stays with it to its end: status to standard error, the workloads' output
 * to where they wrote it, or all of it as JSON lines. ^C ends the deployment.
 */
public final class Follow {
  /** What a shell says of a program that ^C ended. */
  public static final int INTERRUPTED = 130;

  private final AtollApi api;
  private final CliEnvironment environment;
  private final Output output;
  private final Options options;

  /**
   * @param patience how long it may wait for room
   * @param quiet whether only the workloads' output is shown
   */
  public record Options(Duration patience, boolean quiet) {}

  public Follow(AtollApi api, Invocation invocation, Options options) {
    this.api = api;
    this.environment = invocation.environment();
    this.output = invocation.output();
    this.options = options;
  }

  /**
   * The exit code: a task's own if one has run (of several the first in start order that is not 0),
   * else the deployment's.
   */
  public int run(Ensemble ensemble) throws InterruptedException {
    var progress = new Progress(output, environment, options.quiet() || output.json());
    var interrupted = new AtomicBoolean();
    var me = Thread.currentThread();
    try (var _ =
        environment
            .interrupts()
            .onInterrupt(() -> {
              interrupted.set(true);
              me.interrupt();
            })) {
      return follow(ensemble, progress);
    } catch (InterruptedException e) {
      if (!interrupted.get()) throw e;
      return INTERRUPTED;
    } finally {
      progress.clear();
    }
  }

  private int follow(Ensemble ensemble, Progress progress) throws InterruptedException {
    var id = api.submit(requestKey(environment), ensemble, options.patience());
    try (var outputs = new Outputs(api, environment, output, progress, id, ensemble)) {
      var _ =
          Interruptible.call(() ->
              api.events(
                  id,
                  0,
                  true,
                  event -> {
                    if (output.json()) progress.raw(ApiJson.write((Record) event));
                    else progress.tell(event);
                    outputs.on(event);
                    return true;
                  }));
      outputs.await();
    } catch (InterruptedException e) {
      progress.say("Ending deployment " + Names.of(id) + ".");
      var _ = api.shutdown(id);
      throw e;
    }
    var ended = api.deployment(id).orElseThrow();
    var outcome = Outcome.of(ended);
    if (output.json()) output.document(outcome);
    else tell(ended);
    return outcome.exitCode();
  }

  private void tell(DeploymentDocument deployment) {
    output.say(
        DeploymentView.why(
            deployment.failure(),
            deployment.refusal().filter(_ -> deployment.failure().isPresent()),
            output.errPaint()));
  }

  /** A name for one request, so that sending it twice does it once. */
  static String requestKey(CliEnvironment environment) {
    var bytes = new byte[16];
    environment.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
