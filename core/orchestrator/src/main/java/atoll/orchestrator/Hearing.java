package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Received;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.Signal;
import atoll.protocol.Behaviours;
import atoll.protocol.ModuleRequest;
import atoll.protocol.Outcome;
import atoll.protocol.TaskTermination;
import java.time.InstantSource;

/**
 * What providers tell and ask a deployment of their own accord: that an allocation ended, and for
 * pieces of its modules.
 */
final class Hearing {
  private final DeploymentDriver driver;
  private final CarriedModules modules;
  private final InstantSource clock;

  private Hearing(EnsembleId id, DeploymentDriver driver, InstantSource clock) {
    this.driver = driver;
    this.modules = new CarriedModules(id);
    this.clock = clock;
  }

  static void begin(Actor actor, EnsembleId id, DeploymentDriver driver, InstantSource clock) {
    var hearing = new Hearing(id, driver, clock);
    actor.on(Behaviours.taskTermination(id), BehaviourOptions.DEFAULT, hearing::ended);
    actor.on(
        Behaviours.module(id),
        BehaviourOptions.DEFAULT,
        message -> message.reply(hearing.module(ModuleRequest.parse(message.payload()))));
  }

  private synchronized byte[] module(ModuleRequest request) {
    modules.of(driver.ensembles());
    return modules.answer(request);
  }

  private void ended(Received message) {
    var report = TaskTermination.parse(message.payload());
    if (!driver.isOn(report.allocation(), message.grant().principal()))
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "allocation " + report.allocation().manifestKey() + " is not on this provider");
    if (!driver.post(
        new Signal.AllocationEnded(clock.instant(), report),
        () -> message.reply(Outcome.DONE.toJson())))
      message.refuse(ErrorCode.OVERLOADED, "too many signals are waiting");
  }
}
