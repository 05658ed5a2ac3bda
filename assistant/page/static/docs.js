// The interface, from openapi.json.

import { fill, h } from "./dom.js";
import { get } from "./server.js";

const place = document.getElementById("docs");
const spec = await get("api/openapi.json");

function type(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map(type).filter((one) => one !== "null").join(" or ");
  if (schema.enum) return schema.enum.map((one) => `"${one}"`).join(" or ");
  if (schema.type === "array") return `list of ${type(schema.items) || "anything"}`;
  return schema.format || schema.type || "object";
}

function fields(schema) {
  const wanted = new Set(schema.required || []);
  return h("dl", {}, Object.entries(schema.properties || {}).map(([name, one]) => [
    h("dt", {}, h("code", {}, name), ` ${type(one)}${wanted.has(name) ? ", required" : ""}`),
    h("dd", {}, one.description || ""),
  ]));
}

function route(method, path, one) {
  const body = one.requestBody?.content?.["application/json"]?.schema;
  const example = body?.$ref ? spec.components.schemas[body.$ref.split("/").pop()].example : null;
  const curl = method === "post"
    ? `curl ${location.origin}${path} -H 'content-type: application/json' -d '${JSON.stringify(example || {})}'`
    : `curl '${location.origin}${path}'`;
  return h("section", {},
    h("h2", {}, h("code", {}, `${method.toUpperCase()} ${path}`)),
    (one.description || one.summary || "").split("\n\n").map((text) => h("p", {}, text)),
    one.parameters?.length ? h("dl", {}, one.parameters.map((each) => [h("dt", {}, h("code", {}, each.name), ` ${type(each.schema)}${each.required ? ", required" : ""}`), h("dd", {}, each.schema?.description || each.description || "")])) : null,
    body ? h("p", {}, "Body: ", h("a", { href: `#${type(body)}` }, type(body))) : null,
    h("pre", { tabindex: "0" }, curl));
}

fill(
  place,
  h("p", {}, "Errors come as ", h("code", {}, '{"error": "words"}'), ", with Retry-After where waiting helps. The machine-readable form is ", h("a", { href: "./openapi.json" }, "openapi.json"), "."),
  Object.entries(spec.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => route(method, path, one))),
  Object.entries(spec.components?.schemas || {}).filter(([name]) => !/Error/.test(name)).map(([name, schema]) => h("section", { id: name }, h("h2", {}, name), h("p", {}, schema.description || ""), fields(schema))),
);
