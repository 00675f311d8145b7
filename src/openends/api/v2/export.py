"""Exports: the coded questions of a project as a file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.send_file import send_file
from openends.api.v2.models.base import known_id
from openends.api.v2.models.exports import (
    CsvExportRequest,
    ExportRequest,
    SavExportRequest,
    TripleSExportRequest,
)
from openends.domain.organization import Scope
from openends.services.export_project import ExportForm, ExportOrder, export_project

router = gated_router("/v2/export", "Export")

_MEDIA = {
    ExportForm.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportForm.CSV: "text/csv",
    ExportForm.SPSS: "application/x-spss-sav",
    ExportForm.SYNTAX: "application/x-spss-syntax",
    ExportForm.TRIPLE_S: "application/zip",
}


def _answers(form: ExportForm, description: str) -> dict[int | str, dict[str, Any]]:
    content = {_MEDIA[form]: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": description, "content": content}, **answers({}, 404, 422)}


@router.post(
    "/excel",
    operation_id="exportExcel",
    summary="Export to Excel",
    responses=_answers(ExportForm.EXCEL, "The workbook."),
    openapi_extra=scope(Scope.READ),
    response_class=Response,
)
async def excel(request: Request, body: ExportRequest) -> Response:
    """Return a workbook with data, code dictionary, questions with their charts, and method."""
    order = replace(_order(body, ExportForm.EXCEL), dictionary=body.include_code_dictionary)
    return await _export(request, order)


@router.post(
    "/csv",
    operation_id="exportCsv",
    summary="Export to CSV",
    responses=_answers(ExportForm.CSV, "The table."),
    openapi_extra=scope(Scope.READ),
    response_class=Response,
)
async def csv(request: Request, body: CsvExportRequest) -> Response:
    """Return one table: UTF-8 with a mark, quoted as RFC 4180 says."""
    return await _export(request, replace(_order(body, ExportForm.CSV), delimiter=body.delimiter))


@router.post(
    "/sav",
    operation_id="exportSpss",
    summary="Export to SPSS",
    responses=_answers(ExportForm.SPSS, "The file."),
    openapi_extra=scope(Scope.READ),
    response_class=Response,
)
async def sav(request: Request, body: SavExportRequest) -> Response:
    """Return a .sav file with labels, missing values and multiple response sets."""
    return await _export(request, _order(body, ExportForm.SPSS))


@router.post(
    "/sps",
    operation_id="exportSyntax",
    summary="Export SPSS syntax",
    responses=_answers(ExportForm.SYNTAX, "The syntax."),
    openapi_extra=scope(Scope.READ),
    response_class=Response,
)
async def sps(request: Request, body: SavExportRequest) -> Response:
    """Return syntax that gives data without labels those of the .sav file, and its sets."""
    return await _export(request, _order(body, ExportForm.SYNTAX))


@router.post(
    "/triple-s",
    operation_id="exportTripleS",
    summary="Export to Triple-S",
    responses=_answers(ExportForm.TRIPLE_S, "The archive."),
    openapi_extra=scope(Scope.READ),
    response_class=Response,
)
async def triple_s(request: Request, body: TripleSExportRequest) -> Response:
    """Return an archive of a Triple-S description (.sss) and its data (.csv)."""
    return await _export(request, replace(_order(body, ExportForm.TRIPLE_S), version=body.version))


def _order(body: ExportRequest | SavExportRequest, form: ExportForm) -> ExportOrder:
    return ExportOrder(
        project_id=known_id(body.project_id, "Project"),
        question_ids=body.questions,
        form=form,
        choice=body.choice,
    )


async def _export(request: Request, order: ExportOrder) -> Response:
    write = partial(export_project, services(request).database, caller(request), order)
    return await send_file(order.file_name, _MEDIA[order.form], write)
