// How the app is packaged. scripts/package.mjs names the Electron runtime; a release build
// (LAYERLOOM_RELEASE=1) also closes the inspector, which the tests need open.
const release = process.env.LAYERLOOM_RELEASE === '1';

/** Other platforms' native binaries, which onnxruntime-node brings along. */
const foreignBinaries = [
  '!node_modules/onnxruntime-node/bin/napi-v*/!(${platform})/**',
  '!node_modules/onnxruntime-node/bin/napi-v*/${platform}/!(${arch})/**',
];

export default {
  appId: 'org.layerloom.app',
  productName: 'Layerloom',
  directories: { output: 'release', buildResources: 'assets/icons' },
  extraMetadata: { main: 'out/main/index.cjs', name: 'layerloom' },
  npmRebuild: false,
  ...(process.env.LAYERLOOM_ELECTRON_DIST && {
    electronDist: process.env.LAYERLOOM_ELECTRON_DIST,
    electronVersion: process.env.LAYERLOOM_ELECTRON_VERSION,
  }),
  files: ['out/**', 'package.json', ...foreignBinaries],
  extraResources: [
    { from: 'assets/examples', to: 'examples' },
    { from: 'assets/icons', to: 'icons' },
  ],
  asar: true,
  asarUnpack: ['node_modules/onnxruntime-node/bin/**', 'node_modules/@img/**'],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: !release,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
  },
  fileAssociations: [
    {
      ext: 'loom',
      name: 'Layerloom project',
      description: 'Layerloom project',
      mimeType: 'application/x-layerloom',
      role: 'Editor',
    },
  ],
  linux: {
    executableName: 'layerloom',
    category: 'Science',
    target: ['AppImage', 'deb'],
    icon: 'assets/icons/icon.png',
  },
  win: { target: ['nsis'], icon: 'assets/icons/icon.ico' },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools', icon: 'assets/icons/icon.icns' },
};
