// Oracle's own client, against the address given: node oci-sdk.js MODULES CONFIG ADDRESS
const [, , modules, config, address] = process.argv;
const load = (name) => require(require("path").join(modules, name));
const { ConfigFileAuthenticationDetailsProvider, NoRetryConfigurationDetails } = load("oci-common");
const identity = load("oci-identity"), core = load("oci-core"), usage = load("oci-usageapi");

const client = (type, profile) => {
  const made = new type({ authenticationDetailsProvider: new ConfigFileAuthenticationDetailsProvider(config, profile) }, { retryConfiguration: NoRetryConfigurationDetails });
  made.endpoint = address;
  return made;
};
const refusal = async (work) => {
  try { await work(); return null; } catch (error) { return { statusCode: error.statusCode, serviceCode: error.serviceCode, message: error.message }; }
};

(async () => {
  const id = client(identity.IdentityClient, "DEFAULT"), compute = client(core.ComputeClient, "DEFAULT"), network = client(core.VirtualNetworkClient, "DEFAULT");
  const root = id._authProvider ? id._authProvider.getTenantId() : new ConfigFileAuthenticationDetailsProvider(config, "DEFAULT").getTenantId();
  const out = {};

  out.tenancy = (await id.getTenancy({ tenancyId: root })).tenancy.name;
  const compartments = [];
  let page, pages = 0;
  do {
    const answer = await id.listCompartments({ compartmentId: root, compartmentIdInSubtree: true, limit: 5, page });
    compartments.push(...answer.items);
    page = answer.opcNextPage;
    pages++;
  } while (page);
  out.compartments = compartments.map((compartment) => compartment.name);
  out.pages = pages;

  const apps = compartments.find((compartment) => compartment.name === "prod-apps").id;
  const instances = (await compute.listInstances({ compartmentId: apps })).items;
  out.instances = instances.map((instance) => instance.displayName).sort();
  const web = instances.find((instance) => instance.displayName === "web-01");
  out.shape = [web.shape, web.shapeConfig.ocpus, web.shapeConfig.memoryInGBs];
  const stopped = await compute.instanceAction({ instanceId: web.id, action: "SOFTSTOP", opcRetryToken: "token-1" });
  out.state = stopped.instance.lifecycleState;
  out.repeated = (await compute.instanceAction({ instanceId: web.id, action: "SOFTSTOP", opcRetryToken: "token-1" })).instance.lifecycleState;
  out.reused = await refusal(() => compute.instanceAction({ instanceId: web.id, action: "START", opcRetryToken: "token-1" }));
  out.vcns = (await network.listVcns({ compartmentId: compartments.find((compartment) => compartment.name === "prod-network").id })).items.map((vcn) => vcn.displayName);

  const report = await client(usage.UsageapiClient, "EMDEMO").requestSummarizedUsages({
    requestSummarizedUsagesDetails: {
      tenantId: new ConfigFileAuthenticationDetailsProvider(config, "EMDEMO").getTenantId(),
      timeUsageStarted: new Date("2025-10-01T00:00:00Z"), timeUsageEnded: new Date("2025-11-01T00:00:00Z"),
      granularity: "MONTHLY", queryType: "COST", groupBy: ["service"],
    },
  });
  out.services = report.usageAggregation.items.map((item) => item.service).sort();
  out.cost = report.usageAggregation.items.reduce((sum, item) => sum + item.computedAmount, 0);

  out.missing = await refusal(() => compute.getInstance({ instanceId: "ocid1.instance.oc1.eu-frankfurt-1.missing" }));
  out.foreign = await refusal(() => client(core.ComputeClient, "EMDEMO").listInstances({ compartmentId: apps }));
  console.log(JSON.stringify(out));
})().catch((error) => { console.error(error); process.exit(1); });
