import { count, counted, quotedList } from './phrases.js';
import type { Sentences } from '../language.js';

const COLORS: Readonly<Partial<Record<string, string>>> = { '#ffffff': 'white', '#000000': 'black' };

/** Images in a folder or an archive. */
export const images = {
  'bad-data/process-died': () =>
    'Reading the data ended unexpectedly. If images were being imported, one of them may be damaged in a way that the decoder does not survive.',
  'bad-data/nothing-recognized': ({ chosen, formats }) =>
    `${chosen ? 'This file type cannot be imported' : 'This contains nothing that can be imported'}. ` +
    `Expected ${formats.join('; ')}; also as a zip or tar archive.`,
  'bad-data/empty-file': () => 'This file is empty.',
  'bad-data/too-many-files': ({ most }) => `This contains more than ${counted(most, 'file')}.`,
  'bad-data/too-many-classes': ({ classes, most }) =>
    `This contains ${counted(classes, 'class', 'classes')}; at most ${count(most)} are possible.`,
  'bad-data/similar-classes': ({ names: [one, other] }) =>
    `The classes “${one}” and “${other}” differ only in capital letters or in how accents are stored. Rename one of them, or put their images together.`,
  'bad-data/too-many-images': ({ images: found, side, most }) =>
    `${counted(found, 'image')} of ${side} × ${side} pixels do not fit into 1 GiB; at this size, at most ${count(most)} do. Choose a smaller size.`,
  'bad-data/no-image-readable': ({ images: found, first }, messageOf) =>
    [`None of the ${counted(found, 'image')} can be read.`, ...(first ? [messageOf(first)] : [])].join(' '),
  'bad-data/no-training-image-readable': () => 'No image of the training split can be read.',
  'bad-data/skipped-link': () => 'This is a link; links are not followed.',
  'bad-data/skipped-special': () => 'This is neither a file nor a folder.',
  'bad-data/skipped-empty-folder': () => 'This folder is empty, so there is no class of its name.',
  'bad-data/skipped-same-name': () => 'The archive contains another file with this name.',
  'bad-data/skipped-system': () =>
    'This is hidden, or was made by a system, such as .DS_Store, Thumbs.db, @eaDir and __MACOSX.',
  'bad-data/skipped-not-image': ({ ending }) =>
    `This file is not an image (${ending === '' ? 'no extension' : ending}).`,
  'bad-data/skipped-no-class': () => 'This image lies in no folder of a class, so it has no label.',
  'bad-data/skipped-no-name-label': () => 'The name of this image has no label, such as cat in cat_1.png.',
  'bad-data/skipped-not-in-table': () => 'The table has no label for this image.',
  'bad-data/skipped-two-labels': () => 'There are different labels for this image.',
  'bad-data/skipped-no-object': () => 'No object is annotated in this image.',
  'bad-data/objects-as-labels': ({ format, images: labeled }) =>
    `${counted(labeled, 'image')} ${labeled === 1 ? 'is' : 'are'} labeled by the class of the objects in ${labeled === 1 ? 'it' : 'them'} (${format}). Layerloom classifies whole images: the places of the objects are not used.`,
  'bad-data/images-several-labels': ({ images: several, labeled, first }) =>
    `${count(several)} of ${counted(labeled, 'labeled image')} ${several === 1 ? 'has' : 'have'} several labels: ${first}${several > 1 ? ' and others' : ''}. A classifier gives each image one class. Choose these labels to leave those images out, or cut the objects out and put them into one folder for each class, such as pets/cats.`,
  'bad-data/skipped-beside-splits': ({ folder }) =>
    `The folder “${folder}” lies beside the training and test splits and is neither.`,
  'bad-data/classes-like-splits': ({ classes }) =>
    `The folders ${quotedList(classes)} have names of splits, not of classes, and there is nothing else that gives the images labels. If they are splits, put one folder for each class into each of them, such as train/cats.`,
  'bad-data/classes-in-classes': ({ outer, inner }) =>
    `The folders ${quotedList(outer)} all contain the folders ${quotedList(inner)}. Choose which of them are the classes. If the outer ones are splits, name them train and test.`,
  'bad-data/classes-like-parts': ({ classes }) =>
    `The folders ${quotedList(classes)} have names of numbered parts, not of classes, and there is nothing else that gives the images labels.`,
  'bad-data/skipped-mask': () => 'This is a mask of another image.',
  'bad-data/masks': ({ masks, first }) =>
    `${counted(masks, 'image')} will not be used, because ${masks === 1 ? 'it is a mask of another' : 'they are masks of others'}: ${first}${masks > 1 ? ' and others' : ''}. Layerloom classifies whole images; it does not segment them.`,
  'bad-data/annotations': ({ format, files, first }) =>
    `These images come with annotations of the objects in them (${format}, ${counted(files, 'file')}: ${first}${files > 1 ? ' and others' : ''}), which are not read. Layerloom classifies whole images: put one folder for each class, such as pets/cats.`,
  'bad-data/images-without-labels': ({ images: found, first }) =>
    `${counted(found, 'image')} without labels: ${first}${found > 1 ? ' and others' : ''}. Put them into one folder for each class, such as pets/cats, or put a table with their names and classes beside them.`,
  'bad-data/rows-without-image': ({ rows, first }) =>
    `${counted(rows, 'row')} of the table ${rows === 1 ? 'names an image that is' : 'name images that are'} not here: ${first}${rows > 1 ? ' and others' : ''}.`,
  'bad-data/one-class': () =>
    'A classifier requires at least two classes: with one, every answer is correct. Add images of another class.',
  'bad-data/class-not-trained': ({ classes }) =>
    `No training images: ${quotedList(classes)}. The model cannot learn them; add training images or remove their folders.`,
  'bad-data/class-not-tested': ({ classes }) =>
    `No images to validate on: ${quotedList(classes)}. The accuracy says nothing about them.`,
  'bad-data/classes-unreadable': ({ classes }) =>
    `None of the images can be read: ${quotedList(classes)}. The model will not know ${classes.length === 1 ? 'this class' : 'these classes'}; the list of skipped files names the reasons.`,
  'bad-data/images-transparent': ({ images: found, background }) =>
    `${counted(found, 'image')} with transparent areas: these are ${COLORS[background] ?? background} now.`,
  'bad-data/images-unlabeled': ({ images: found, first }) =>
    `${counted(found, 'image')} without a label will not be used: ${first}${found > 1 ? ' and others' : ''}.`,
  'bad-data/unbalanced': ({ largest, most, smallest, least }) =>
    `“${largest}” has ${counted(most, 'training image')}, “${smallest}” only ${count(least)}. A model that always answers “${largest}” would look accurate: add images of the small classes, or remove some of the large ones.`,
  'bad-data/names-encoding': ({ encoding, others }) =>
    `The archive does not say how its names are encoded. They were read as ${encoding}; ${others.join(' or ')} would be possible too. Check the names of the classes.`,
  'bad-data/archive-damaged': () => 'This archive is damaged or truncated.',
  'bad-data/archive-overlap': () => 'This archive is damaged or malicious: its entries overlap.',
  'bad-data/archive-bomb': () =>
    'This archive unpacks to more than 100 times its size, which images never do.',
  'bad-data/archive-encrypted': () =>
    'This archive is protected by a password. Unpack it and choose its folder.',
  'bad-data/archive-method': ({ method }) =>
    `This zip archive is compressed with ${method}, which cannot be read. Unpack it and choose its folder, or zip it again with the usual compression (Deflate).`,
  'bad-data/archive-kind': ({ name }) =>
    `Files compressed with ${name} cannot be read. Unpack it and choose its folder, or pack it again as a zip archive.`,
  'bad-data/archive-outside': ({ entry }) =>
    `The entry “${entry}” points outside the archive; nothing was read from it.`,
  'bad-data/archive-long-name': ({ entry }) => `The name of the entry “${entry}” is too long.`,
  'bad-data/entry-gone': () => 'This file is no longer there.',
  'bad-data/entry-damaged': () => 'This file is damaged, or unpacks to more than the archive declares.',
  'bad-data/pickle': () =>
    'This file is damaged, or not one of the Python files of CIFAR-10 and CIFAR-100. Other Python objects are not read, because they can contain programs.',
  'bad-data/records': ({ bytes, record }) =>
    `This file has ${counted(bytes, 'byte')}, which is not a multiple of ${record}: it is truncated.`,
  'bad-data/label': ({ image, label, classes }) =>
    `Image ${image} has the label ${label}, but labels are 0 to ${classes - 1}.`,
  'bad-data/idx-truncated': () => 'This file is truncated.',
  'bad-data/idx-size': ({ expected, found }) =>
    `This file contains ${counted(found, 'byte')} of data, but its header says ${count(expected)}: it is truncated or damaged.`,
  'bad-data/idx-side': ({ rows, columns, least, most }) =>
    `The images have ${rows} × ${columns} pixels, but only square ones of ${least} to ${most} can be read.`,
  'bad-data/idx-sides': () => 'The training and test images differ in size.',
  'bad-data/idx-counts': ({ images: found, labels, labelFile }) =>
    `This file contains ${counted(found, 'image')}, but ${labelFile} contains ${counted(labels, 'label')}.`,
  'bad-data/idx-labels-missing': ({ expected }) =>
    `The labels of these images are missing: expected ${expected} beside them.`,
  'bad-data/idx-several': ({ files }) =>
    `This contains several data sets (${files.join(', ')}). Put the one that you want into a folder of its own.`,
} satisfies Partial<Sentences>;
