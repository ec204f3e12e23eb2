/** A copy of the built package in which every function asks, before anything else, whether it is to fail. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

type Bodied = ts.FunctionLikeDeclaration & { body: ts.ConciseBody };

/** Writes the copy of the CommonJS build in `from` to `to`. The names of its functions. */
export function instrument(from: string, to: string): Set<string> {
  const names = new Set<string>();
  rmSync(to, { recursive: true, force: true });
  for (const file of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".js")) continue;
    if (file === "index.js") {
      // It only hands on what others export.
      mkdirSync(to, { recursive: true });
      copyFileSync(join(from, file), join(to, file));
      continue;
    }
    const text = readFileSync(join(from, file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    const { transformed } = ts.transform(source, [transformer(file.replace(/\.js$/, ""), names)]);
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), ts.createPrinter().printFile(transformed[0] as ts.SourceFile));
  }
  writeFileSync(join(to, "package.json"), '{"type":"commonjs"}');
  return names;
}

function transformer(file: string, names: Set<string>): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (source) => {
    const visit = (node: ts.Node): ts.Node => {
      const inner = ts.visitEachChild(node, visit, context);
      if (!isBodied(node)) return inner;
      const name = `${file}:${nameOf(node)}`;
      names.add(name);
      return withQuestion(inner as Bodied, name, context.factory);
    };
    return ts.visitNode(source, visit) as ts.SourceFile;
  };
}

function isBodied(node: ts.Node): node is Bodied {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** The name of a function with those around it; of one that has none, what it is a part of. */
function nameOf(node: ts.Node): string {
  const names: string[] = [];
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (isBodied(at)) names.unshift(own(at));
    else if (ts.isClassLike(at)) names.unshift(at.name?.text ?? "class");
  }
  return names.join(".");
}

function own(node: Bodied): string {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText() : "()";
}

function withQuestion(node: Bodied, name: string, factory: ts.NodeFactory): ts.Node {
  const question = factory.createExpressionStatement(
    factory.createCallExpression(
      factory.createPropertyAccessExpression(factory.createIdentifier("globalThis"), "__fault"),
      undefined,
      [factory.createStringLiteral(name)],
    ),
  );
  const { body } = node;
  const block = ts.isBlock(body)
    ? factory.updateBlock(body, [question, ...body.statements])
    : factory.createBlock([question, factory.createReturnStatement(body)]);
  if (ts.isArrowFunction(node)) {
    const { modifiers, typeParameters, parameters, type, equalsGreaterThanToken } = node;
    return factory.updateArrowFunction(
      node,
      modifiers,
      typeParameters,
      parameters,
      type,
      equalsGreaterThanToken,
      block,
    );
  }
  if (ts.isFunctionDeclaration(node)) {
    const { modifiers, asteriskToken, name: of, typeParameters, parameters, type } = node;
    return factory.updateFunctionDeclaration(
      node,
      modifiers,
      asteriskToken,
      of,
      typeParameters,
      parameters,
      type,
      block,
    );
  }
  if (ts.isFunctionExpression(node)) {
    const { modifiers, asteriskToken, name: of, typeParameters, parameters, type } = node;
    return factory.updateFunctionExpression(
      node,
      modifiers,
      asteriskToken,
      of,
      typeParameters,
      parameters,
      type,
      block,
    );
  }
  if (ts.isMethodDeclaration(node)) {
    const { modifiers, asteriskToken, name: of, questionToken, typeParameters, parameters, type } = node;
    return factory.updateMethodDeclaration(
      node,
      modifiers,
      asteriskToken,
      of,
      questionToken,
      typeParameters,
      parameters,
      type,
      block,
    );
  }
  if (ts.isConstructorDeclaration(node)) {
    return factory.updateConstructorDeclaration(node, node.modifiers, node.parameters, block);
  }
  if (ts.isGetAccessorDeclaration(node)) {
    return factory.updateGetAccessorDeclaration(
      node,
      node.modifiers,
      node.name,
      node.parameters,
      node.type,
      block,
    );
  }
  return node;
}
