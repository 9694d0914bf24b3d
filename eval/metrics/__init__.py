"""Metrics, each with its definition and source; scikit-learn's where it has them."""

from .accuracy import bias_index, disparity, f1_g_mean, loki_accuracy, rates
from .boxes import best_iou, iou, tied_iou, union_iou
from .confidence import accuracy_at, aurc, brier, cllr, ece, risk_coverage, summary
from .ranking import auroc, cross_auroc, fpr_at_tpr, oscr
from .references import css, rouge_l, sentence_encoder
from .uncertainty import Indices, Metric, agreement, alike, bootstrap, group_share, mcnemar

__all__ = [
    "Indices",
    "Metric",
    "accuracy_at",
    "agreement",
    "alike",
    "aurc",
    "auroc",
    "best_iou",
    "bias_index",
    "bootstrap",
    "brier",
    "cllr",
    "cross_auroc",
    "css",
    "disparity",
    "ece",
    "f1_g_mean",
    "fpr_at_tpr",
    "group_share",
    "iou",
    "loki_accuracy",
    "mcnemar",
    "oscr",
    "rates",
    "risk_coverage",
    "rouge_l",
    "sentence_encoder",
    "summary",
    "tied_iou",
    "union_iou",
]
