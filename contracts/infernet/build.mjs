// Compiles src/ and writes one file a contract to out/: its ABI and its creation code.
// With --check it writes nothing and fails unless out/ is exactly what the sources give.
import { readFileSync, writeFileSync, readdirSync, mkdirSync, existsSync, rmSync } from "node:fs";
import { join, relative, basename } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const root = fileURLToPath(new URL(".", import.meta.url));
const settings = JSON.parse(readFileSync(join(root, "compiler.json"), "utf8"));

function filesUnder(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".sol"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

function compile(paths) {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(paths.map((path) => [path, { content: readFileSync(join(root, path), "utf8") }])),
    settings: {
      ...settings.settings,
      outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
    },
  };
  const found = (path) => {
    const file = path.startsWith("solady/") ? join(root, "node_modules/solady/src", path.slice(7)) : join(root, path);
    return existsSync(file) ? { contents: readFileSync(file, "utf8") } : { error: "no such file: " + path };
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: found }));
  const problems = (output.errors ?? []).filter((problem) => !problem.sourceLocation?.file.startsWith("solady/"));
  if (problems.length > 0) {
    problems.forEach((problem) => console.error(problem.formattedMessage));
    process.exit(1);
  }
  return output.contracts;
}

/** Text of each artifact by the path of its file. */
function artifacts() {
  if (!solc.version().startsWith(settings.compiler + "+")) {
    console.error(`this is solc ${solc.version()}, and compiler.json asks for ${settings.compiler}: run npm ci`);
    process.exit(1);
  }
  const texts = new Map();
  for (const [from, to] of [["src", "out"], ["test", "out/test"]]) {
    const paths = filesUnder(from);
    const contracts = compile(paths);
    for (const path of paths) {
      for (const [name, made] of Object.entries(contracts[path] ?? {})) {
        const size = made.evm.deployedBytecode.object.length / 2;
        if (size > 24_576) throw new Error(`${name} has ${size} bytes, more than a chain takes`);
        const file = `${to}/${name}.json`;
        if (texts.has(file)) throw new Error(`two contracts are named ${name}`);
        texts.set(
          file,
          JSON.stringify({ contract: name, source: path, compiler: settings.compiler, abi: made.abi, bytecode: "0x" + made.evm.bytecode.object }, null, 1) + "\n",
        );
      }
    }
  }
  return texts;
}

function existing(folder) {
  const all = join(root, folder);
  if (!existsSync(all)) return [];
  return readdirSync(all, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const made = artifacts();
if (process.argv.includes("--check")) {
  const wrong = [...made].filter(([file, text]) => !existsSync(join(root, file)) || readFileSync(join(root, file), "utf8") !== text).map(([file]) => file);
  wrong.push(...existing("out").filter((file) => !made.has(file)));
  if (wrong.length > 0) {
    console.error("not what the sources give: " + wrong.join(", ") + "; run npm run build and commit what it writes");
    process.exit(1);
  }
  console.log(`${made.size} contracts match their sources`);
} else {
  rmSync(join(root, "out"), { recursive: true, force: true });
  for (const [file, text] of made) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  console.log(`${made.size} contracts written`);
}
