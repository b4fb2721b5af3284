package atoll.dms.api;

import java.util.List;

/** All deployments of a node, newest first. */
public record DeploymentsDocument(List<DeploymentDocument> deployments) {}
