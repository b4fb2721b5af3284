package atoll.cli;

import static atoll.cli.Verb.Group.AUTHORITY;
import static atoll.cli.Verb.Group.DEPLOY;
import static atoll.cli.Verb.Group.FILES;
import static atoll.cli.Verb.Group.HIDDEN;
import static atoll.cli.Verb.Group.MACHINE;

import atoll.cli.actor.ActorCommand;
import atoll.cli.authority.CapCommand;
import atoll.cli.authority.KeyCommand;
import atoll.cli.completion.AutocompleteCommand;
import atoll.cli.completion.CompleteCommand;
import atoll.cli.config.ConfigCommand;
import atoll.cli.deployment.DeployCommand;
import atoll.cli.deployment.ExplainCommand;
import atoll.cli.deployment.LogsCommand;
import atoll.cli.deployment.PlanCommand;
import atoll.cli.deployment.PsCommand;
import atoll.cli.deployment.ShutdownCommand;
import atoll.cli.deployment.StatusCommand;
import atoll.cli.deployment.UpdateCommand;
import atoll.cli.doctor.DoctorCommand;
import atoll.cli.file.TranslateCommand;
import atoll.cli.file.ValidateCommand;
import atoll.cli.infernet.EarningsCommand;
import atoll.cli.machine.GetCommand;
import atoll.cli.machine.GpuCommand;
import java.util.List;

/** Every command of this library, in the order of the help. */
final class Verbs {
  private Verbs() {}

  static List<Verb> all() {
    return List.of(
        new Verb(
            DEPLOY,
            "plan",
            "where an ensemble would go, what it would hold, and why not elsewhere",
            PlanCommand::new),
        new Verb(
            DEPLOY,
            "deploy",
            "deploy an ensemble; returns once everything runs",
            DeployCommand::new),
        new Verb(DEPLOY, "ps", "what is deployed", PsCommand::new),
        new Verb(DEPLOY, "status", "everything about one deployment", StatusCommand::new),
        new Verb(DEPLOY, "logs", "what an allocation writes", LogsCommand::new),
        new Verb(
            DEPLOY, "explain", "why a deployment is where it is, or nowhere", ExplainCommand::new),
        new Verb(
            DEPLOY,
            "earnings",
            "what this machine's Infernet node has earned",
            EarningsCommand::new),
        new Verb(
            DEPLOY,
            "update",
            "change a running deployment to another ensemble",
            UpdateCommand::new),
        new Verb(DEPLOY, "shutdown", "end a deployment and all it holds", ShutdownCommand::new),
        new Verb(
            FILES, "validate", "check ensemble files, every problem at once", ValidateCommand::new),
        new Verb(
            FILES, "translate", "make an ensemble of a docker-compose file", TranslateCommand::new),
        new Verb(AUTHORITY, "key", "make keys, and tell their DIDs", KeyCommand::of),
        new Verb(AUTHORITY, "cap", "what you may do, and whom you trust", CapCommand::of),
        new Verb(AUTHORITY, "actor", "speak to actors", ActorCommand::of),
        new Verb(
            MACHINE,
            "doctor",
            "what is missing on this machine, and what to do",
            DoctorCommand::new),
        new Verb(MACHINE, "config", "show and change settings", ConfigCommand::of),
        new Verb(MACHINE, "gpu", "show and try graphics processors", GpuCommand::of),
        new Verb(
            MACHINE, "get", "deployments, or allocations that this node hosts", GetCommand::of),
        new Verb(
            MACHINE, "autocomplete", "the completion script of a shell", AutocompleteCommand::new),
        new Verb(MACHINE, "version", "the version", VersionCommand::new),
        new Verb(HIDDEN, "complete-ids", "", CompleteCommand::new));
  }
}
