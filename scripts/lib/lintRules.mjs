// Our own lint rules, which .oxlintrc.json turns on.

/** No `let` at the top of a module: it would be state that no one makes, hands on or disposes. */
const stateHasAnOwner = {
  create: (context) => ({
    VariableDeclaration(node) {
      const top = ['Program', 'ExportNamedDeclaration'].includes(node.parent.type);
      if (top && node.kind === 'let')
        context.report({
          node,
          message: 'State has an owner: put it into a store of the App (renderer/app.ts).',
        });
    },
  }),
};

export default { meta: { name: 'local' }, rules: { 'state-has-an-owner': stateHasAnOwner } };
