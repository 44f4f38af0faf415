import type { Recipe } from '../recipe';
import dotnet from './dotnet';
import go from './go';
import java from './java';
import nativeBuild from './native-build';
import nodeNpm from './node-npm';
import php from './php';
import pythonPdm from './python-pdm';
import pythonPip from './python-pip';
import pythonPipenv from './python-pipenv';
import pythonPoetry from './python-poetry';
import pythonUv from './python-uv';
import rubyBundler from './ruby-bundler';
import rust from './rust';

/** All recipes, in the order in which they are asked. */
export const recipes: readonly Recipe[] = [
  go,
  java,
  dotnet,
  nodeNpm,
  pythonUv,
  pythonPoetry,
  pythonPipenv,
  pythonPdm,
  pythonPip,
  php,
  rubyBundler,
  rust,
  nativeBuild,
];
