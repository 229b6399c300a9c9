// What Kusto's own language service finds wrong with queries over Application Insights: node verify-queries.js MODULES < ["query"]
const path = require("path"), fs = require("fs");
const folder = path.join(process.argv[2], "@kusto", "language-service-next");
require(path.join(folder, "bridge.min.js"));
require(path.join(folder, "Kusto.Language.Bridge.min.js"));
const { Symbols, GlobalState, KustoCode } = Kusto.Language;
const common = "timestamp: datetime, operation_Id: string, operation_ParentId: string, cloud_RoleName: string, customDimensions: dynamic, itemCount: int";
const span = `${common}, id: string, name: string, success: string, resultCode: string, duration: real`;
// The same tables under the names of a Log Analytics workspace.
const logs = "TimeGenerated: datetime, OperationId: string, ParentId: string, AppRoleName: string, Properties: dynamic, ItemCount: int";
const logSpan = `${logs}, Id: string, Name: string, Success: bool, ResultCode: string, DurationMs: real`;
const tables = Object.entries({
  AppTraces: `${logs}, Message: string, SeverityLevel: int`,
  AppRequests: logSpan,
  AppDependencies: `${logSpan}, DependencyType: string, Target: string`,
  AppExceptions: `${logs}, ExceptionType: string, OuterMessage: string`,
  traces: `${common}, message: string, severityLevel: int`,
  requests: span,
  dependencies: `${span}, type: string, target: string`,
  customMetrics: `${common}, name: string, value: real, valueSum: real, valueCount: int, valueMin: real, valueMax: real`,
}).map(([name, columns]) => new Symbols.TableSymbol.$ctor7(name, `(${columns})`, null));
const database = new Symbols.DatabaseSymbol.ctor("app", tables);
const globals = GlobalState.Default.WithDatabase(database);
const problems = JSON.parse(fs.readFileSync(0, "utf8")).flatMap((query) => {
  const found = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
  return System.Linq.Enumerable.from(found, Kusto.Language.Diagnostic).ToArray(Kusto.Language.Diagnostic).filter((one) => one.Severity !== "Suggestion").map((one) => `${query}: ${one.Message}`);
});
console.log(JSON.stringify(problems));
